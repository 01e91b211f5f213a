const age = /^(0|[1-9]\d{0,4}) days?$/;
const count = /^(0|[1-9]\d{0,5}) (set|sets|image|images)$/;

/** Reads `14 days` as 14; undefined for anything else. */
export function parseAge(text: string): number | undefined {
  const [, days] = age.exec(text) ?? [];
  return days === undefined ? undefined : Number(days);
}

/** Reads `2 sets` or `52 images` as a number of images; undefined for anything else. */
export function parseImageCount(text: string, imagesInSet: number): number | undefined {
  const [, amount, unit = ""] = count.exec(text) ?? [];
  if (amount === undefined) return undefined;
  return Number(amount) * (unit.startsWith("set") ? imagesInSet : 1);
}

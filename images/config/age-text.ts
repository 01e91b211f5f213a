export const agePattern = /^(0|[1-9]\d{0,4}) days?$/;
export const setsPattern = /^(0|[1-9]\d{0,5}) sets?$/;
export const limitPattern = /^(0|[1-9]\d{0,5}) (set|image)s?$/;

/** The limit of deletions per day: whole sets, or single images. */
export interface DeletionLimit {
  amount: number;
  of: "sets" | "images";
}

/** Reads `14 days` as 14; undefined for anything else. */
export function parseAge(text: string): number | undefined {
  const [, days] = agePattern.exec(text) ?? [];
  return days === undefined ? undefined : Number(days);
}

/** Reads `2 sets` or `52 images`; undefined for anything else. */
export function parseDeletionLimit(text: string): DeletionLimit | undefined {
  const [, amount, unit] = limitPattern.exec(text) ?? [];
  return amount === undefined ? undefined : { amount: Number(amount), of: unit === "set" ? "sets" : "images" };
}

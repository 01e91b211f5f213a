/**
 * Everything that is made for a test has its expiry in its name. So everybody who finds it can see, without a state or a record, that
 * it belongs to a test and whether it has expired.
 */
interface Lease {
  /** The name of the test VM, or of the image that it starts from. */
  name: string;
  expires: Date;
}

const prefix = "debian-test-";
const pattern = /^(debian-test-[a-z0-9-]{1,40})-until-(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})Z$/;

/** `debian-test-3f9c21aa07-1-until-20260712T1230Z`. To the minute, rounded up: nothing ends early. */
export function leasedName({ name, expires }: Lease): string {
  const minute = new Date(Math.ceil(expires.getTime() / 60_000) * 60_000);
  return `${name}-until-${minute.toISOString().slice(0, 16).replaceAll(/[-:]/g, "")}Z`;
}

/** Undefined for any other name: then the thing is not ours. */
export function parseLease(text: string): Lease | undefined {
  const [, name = "", year, month, day, hour, minute] = pattern.exec(text) ?? [];
  const iso = `${year}-${month}-${day}T${hour}:${minute}:00.000Z`;
  const expires = new Date(iso);
  // a date that does not exist, as of February 30
  return Number.isNaN(expires.getTime()) || expires.toISOString() !== iso ? undefined : { name, expires };
}

export const isExpired = ({ expires }: Lease, now: Date): boolean => expires <= now;

/** @param key hexadecimal digits */
export const testName = (key: string, attempt: number): string => `${prefix}${key}-${attempt}`;

export const testImageName = (key: string): string => `${prefix}image-${key}`;

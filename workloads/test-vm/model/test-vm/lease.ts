/**
 * What is made for a test bears its end in its name, in every cloud and kind of thing: so that anybody who finds it, with no
 * state and no record at hand, can tell that it is a test's and whether its time is over.
 */
export interface Lease {
  /** Of the test VM, or of the image that such VMs start from. */
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

/** Undefined for a name that no test gave: a foreign thing, whatever its age. */
export function parseLease(text: string): Lease | undefined {
  const [, name = "", year, month, day, hour, minute] = pattern.exec(text) ?? [];
  const iso = `${year}-${month}-${day}T${hour}:${minute}:00.000Z`;
  const expires = new Date(iso);
  // a date that no calendar has is nobody's lease
  return Number.isNaN(expires.getTime()) || expires.toISOString() !== iso ? undefined : { name, expires };
}

export const isExpired = ({ expires }: Lease, now: Date): boolean => expires <= now;

/** Of what identifies it: hexadecimal digits. */
export const testName = (key: string, attempt: number): string => `${prefix}${key}-${attempt}`;

export const testImageName = (key: string): string => `${prefix}image-${key}`;

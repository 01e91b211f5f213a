import { formatDay, type Day } from "../model/day.ts";
import { suiteDefinition } from "../model/definitions/suites.ts";
import type { Image } from "../model/image.ts";

export const productName = ({ channel, suite, vendor, arch }: Omit<Image, "version">): string =>
  `org.debian.cloud:${channel}:${suite}:${vendor}:${arch}`;

/** A product of simplestreams: a family of images. Its versions are added later. */
export function productOf({ suite, channel, vendor, arch }: Omit<Image, "version">, today: Day) {
  const versions: Record<string, unknown> = {};
  const { id, endOfLts, endOfSecurity } = suiteDefinition(suite);
  const end = endOfLts ?? endOfSecurity;
  const ending = channel === "daily" ? "/daily" : "";
  return {
    aliases: [id, suite].map((name) => `debian/${name}/${vendor}${ending}`).join(","),
    arch,
    os: "debian",
    release: suite,
    release_codename: suite.charAt(0).toUpperCase() + suite.slice(1),
    release_title: id,
    supported: end === null || today <= end,
    ...(end !== null && { support_eol: formatDay(end) }),
    variant: vendor,
    version: id,
    versions,
  };
}

/** As `Sat, 28 Nov 2026 00:00:00 +0000`. */
export const rfc2822 = (day: Day): string =>
  new Date(`${formatDay(day)}T00:00:00Z`).toUTCString().replace("GMT", "+0000");

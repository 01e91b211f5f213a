import { isDebianVendor, type OwnVendors } from "../../model/definitions/vendors.ts";
import { buildsOf, isSuite, suites } from "../../model/definitions/suites.ts";
import { UserError } from "../../model/errors.ts";
import { parseBuildName } from "../../tree/files.ts";
import type { Image } from "../../model/image.ts";
import { parseVersion } from "../../model/version.ts";

/** The image of a build's base name. Builds are always dailies, from which releases are made. Throws a UserError. */
export function imageOfName(source: string, base: string, vendors: OwnVendors): Image {
  const refuse = (value: string, expected: string, remedy: string): UserError =>
    new UserError({ where: source, value, expected, remedy });
  const name = parseBuildName(base);
  if (name === undefined) {
    throw refuse(
      base,
      "the name debian-CODENAME-VENDOR-ARCH-official-VERSION",
      "keep the names that debian-cloud-images gives",
    );
  }
  if (name.type === "dev")
    throw refuse("dev", "a build of type official", "build it with --build-type official to publish it");
  if (!isSuite(name.codename)) {
    throw refuse(
      name.codename,
      `one of the suites ${Object.keys(suites).join(", ")}`,
      "add the suite to images/model/definitions/suites.json",
    );
  }
  const known = buildsOf(name.codename, vendors).find(
    ({ vendor, arch }) => vendor === name.vendor && arch === name.arch,
  );
  if (known === undefined) {
    throw refuse(
      `${name.vendor}/${name.arch}`,
      `a vendor and arch that ${name.codename} is built for`,
      remedyFor(name, vendors),
    );
  }
  const version = parseVersion(name.version);
  if (version === undefined)
    throw refuse(name.version, "a version YYYYMMDD-N", "build it with --version and --version-date");
  return { suite: name.codename, channel: "daily", ...known, version };
}

/** Debian's builds change for all stacks; any other vendor is a row of the stack's own file. */
function remedyFor({ vendor, arch }: { vendor: string; arch: string }, vendors: OwnVendors): string {
  if (isDebianVendor(vendor)) return "add it to images/model/definitions/builds.json";
  if (Object.hasOwn(vendors, vendor)) return `add ${arch} to cloud-images:vendors.${vendor}.arches in the stack's file`;
  return `add it to the stack's file, as cloud-images:vendors: {${vendor}: {about: "…", arches: [${arch}]}} (docs/own-images.md)`;
}

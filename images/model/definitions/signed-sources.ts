/** A source package that only holds another source's binaries, signed for Secure Boot. */
interface SignedSource {
  pattern: RegExp;
  /** The name of the source that it follows, which advisories use; `$1` is the pattern's group. */
  follows: string;
  /** The version of that source is `$1-$2`. */
  version: RegExp;
}

/** `6.1.192+2` for `6.1.192-2`: a version of their own has no revision. */
const plus = /^(.*?)[+-](\d.*)$/;
/** `1+2.06+13+deb12u1` for `2.06-13+deb12u1`: with a count of the signings in front. */
const counted = /^\d+\+(.*?)\+(\d.*)$/;
/** `1.44~1+deb12u1+15.8-1~deb12u1` for `15.8-1~deb12u1`. Only the binaries' version ends so; the source's does not tell. */
const appended = /^[^-]*?\+(\d[^+-]*)-(.*)$/;

/** Debian's signed sources; their binaries' `Built-Using` names the source that each follows. */
export const signedSources: readonly SignedSource[] = [
  // bookworm's LTS has a second kernel, linux-6.12, signed as linux-signed-6.12-amd64
  { pattern: /^linux-signed(-\d[\d.]*)?-[a-z0-9]+$/, follows: "linux$1", version: plus },
  { pattern: /^grub-efi-[a-z0-9]+-signed$/, follows: "grub2", version: counted },
  { pattern: /^shim-helpers-[a-z0-9]+-signed$/, follows: "shim", version: counted },
  { pattern: /^shim-signed$/, follows: "shim", version: appended },
  { pattern: /^fwupd-[a-z0-9]+-signed$/, follows: "fwupd-efi", version: plus },
  { pattern: /^systemd-boot-efi-[a-z0-9]+-signed$/, follows: "systemd", version: plus },
];

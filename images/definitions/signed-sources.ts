/** A source package that holds nothing but another source's binaries, signed for Secure Boot. */
export interface SignedSource {
  pattern: RegExp;
  /** The name of the source that it follows, which advisories use; `$1` is the pattern's group. */
  follows: string;
}

/** Debian's signed sources; their binaries' `Built-Using` names the source that each follows. */
export const signedSources: readonly SignedSource[] = [
  // bookworm's LTS has a second kernel, linux-6.12, signed as linux-signed-6.12-amd64
  { pattern: /^linux-signed(-\d[\d.]*)?-[a-z0-9]+$/, follows: "linux$1" },
  { pattern: /^grub-efi-[a-z0-9]+-signed$/, follows: "grub2" },
  { pattern: /^shim-helpers-[a-z0-9]+-signed$/, follows: "shim" },
  { pattern: /^shim-signed$/, follows: "shim" },
  { pattern: /^fwupd-[a-z0-9]+-signed$/, follows: "fwupd-efi" },
  { pattern: /^systemd-boot-efi-[a-z0-9]+-signed$/, follows: "systemd" },
];

/**
 * Kernel packages that carry their ABI in the name: `linux-image-6.1.0-31-cloud-amd64`, and since trixie
 * `linux-image-6.12.41+deb13-amd64`. The groups are what stays when the ABI changes.
 */
export const kernelPatterns: readonly RegExp[] = [
  /^(linux-(?:image|headers|modules|binary|base)-)\d+\.\d+\.\d+[^-]*(?:-\d[^-]*)?(-.+)?$/,
  /^(linux-kbuild-)\d.*$/,
];

/**
 * Packages that took a name which neither the 64-bit time_t transition (`t64`) nor another number explains: the former
 * name, and the present one.
 */
export const renames: Readonly<Record<string, string>> = {
  dhcpcd5: "dhcpcd-base",
  "libldap-2.4-2": "libldap2",
  "libldap-2.5-0": "libldap2",
  libprocps8: "libproc2-0",
  "mime-support": "media-types",
  "policykit-1": "polkitd",
};

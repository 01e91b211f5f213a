/**
 * A kernel's version in a name: `6.1.0`, `6.12.41+deb13`; a .0 release has two numbers, `6.16+deb14`, and so has what comes before
 * it, `6.16-rc7`. Two bare numbers are no version, but a metapackage's series: `linux-image-6.1-cloud-amd64`.
 */
const release = String.raw`\d+\.\d+(?:(?:\.\d+)+(?:\+[a-z0-9.+]+)?|\+[a-z0-9.+]+|(?=-rc\d|-trunk-))`;

/** Flavours that begin with a digit: i386, mips, large pages. */
const numericFlavour = String.raw`(?:[456]86|[45]kc|\d+k)(?:-|$)`;

/** The part of a name after the version: a release candidate, then the ABI's number, `-31`, `-0.deb11.13`, `-0.bpo.2`, `-trunk`. */
const abi = String.raw`(?:-rc\d[a-z0-9.+]*)?(?:-(?:trunk|bpo\.\d+|(?!${numericFlavour})\d[a-z0-9.+]*))?`;

/**
 * Kernel packages with their ABI or version in the name: `linux-image-6.1.0-31-cloud-amd64`, since trixie
 * `linux-image-6.12.41+deb13-amd64`, in experimental `linux-image-6.16-rc7-amd64`. The groups match the parts that do not
 * change with it.
 */
export const kernelPatterns: readonly RegExp[] = [
  new RegExp(`^(linux-(?:image|headers|modules|binary|base)-)${release}${abi}(-.+)?$`),
  /^(linux-(?:config|doc|kbuild|perf|source|support|tools)-)\d.*$/,
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

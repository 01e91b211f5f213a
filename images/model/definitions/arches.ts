/** Debian's architecture names, with the names other software has for them. */
export const arches = {
  amd64: { glance: "x86_64", aws: "x86_64", azure: "x64", gcp: "X86_64" },
  arm64: { glance: "aarch64", aws: "arm64", azure: "Arm64", gcp: "ARM64" },
  ppc64el: { glance: "ppc64le" },
  riscv64: { glance: "riscv64" },
  s390x: { glance: "s390x" },
} as const satisfies Record<string, { glance: string; aws?: string; azure?: string; gcp?: string }>;

export type Arch = keyof typeof arches;

export const isArch = (text: string): text is Arch => Object.hasOwn(arches, text);

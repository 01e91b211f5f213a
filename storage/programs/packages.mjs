// Plain JavaScript: set-up reads it on any Node that npm has, before a package is installed.

/** The Debian package of each program that is started here, or of a file that a program needs. */
export const packageOf = /** @type {const} */ ({
  "apt-config": "apt",
  "apt-get": "apt",
  "arch-test": "arch-test",
  az: "azure-cli",
  bash: "bash",
  chown: "coreutils",
  chroot: "coreutils",
  cp: "coreutils",
  debugfs: "e2fsprogs",
  flock: "util-linux",
  git: "git",
  gpgv: "gpgv",
  genisoimage: "genisoimage",
  ldd: "libc-bin",
  mcopy: "mtools",
  mke2fs: "e2fsprogs",
  "mkfs.vfat": "dosfstools",
  mmd: "mtools",
  mmdebstrap: "mmdebstrap",
  npm: "npm",
  pip3: "python3-pip",
  python3: "python3",
  "qemu-aarch64-static": "qemu-user-static",
  "qemu-img": "qemu-utils",
  "qemu-system-aarch64": "qemu-system-arm",
  "qemu-system-x86_64": "qemu-system-x86",
  "qemu-x86_64-static": "qemu-user-static",
  rsync: "rsync",
  setpriv: "util-linux",
  sfdisk: "fdisk",
  tar: "tar",
  timeout: "coreutils",
  unshare: "util-linux",
  "update-binfmts": "binfmt-support",
  xz: "xz-utils",
  "/usr/share/AAVMF/AAVMF_VARS.ms.fd": "qemu-efi-aarch64",
  "/usr/share/OVMF/OVMF_VARS_4M.ms.fd": "ovmf",
});

/** Programs that Debian lacks, or has too old: how to get them. */
export const elsewhere = /** @type {const} */ ({
  go: "install a newer Go (https://go.dev/dl/)",
  pulumi: "start the command with npm run, which sets the engine up",
});

/** @typedef {keyof typeof packageOf} PackagedProgram */
/** @typedef {PackagedProgram | keyof typeof elsewhere} Program */

/**
 * Debian's packages, each once.
 * @param {readonly PackagedProgram[]} programs
 * @returns {string[]}
 */
export function packagesFor(programs) {
  return [...new Set(programs.map((program) => packageOf[program]))].sort();
}

/**
 * One line that says how to install all missing programs.
 * @param {readonly PackagedProgram[]} programs
 * @param {{aptGet: boolean, root: boolean}} machine
 */
export function remedyFor(programs, { aptGet, root }) {
  const packages = packagesFor(programs).join(" ");
  if (!aptGet) return `there is no apt-get: install what Debian has in ${packages}`;
  return `type: ${root ? "" : "sudo "}apt-get install ${packages}`;
}

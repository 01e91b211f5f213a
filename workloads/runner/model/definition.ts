/** What a runner is made of: all of it goes into its name's digest, so that a change makes another server. */
export interface RunnerDefinition {
  /** The version of Debian's package gitlab-runner, as GitLab's archive has it: `18.5.0-1`. */
  version: string;
  arch: RunnerArch;
  /** The GitLab that it takes jobs from: `https://salsa.debian.org`. */
  gitlab: string;
  /** Where the package gitlab-runner comes from. */
  archive: SignedArchive;
  /** What builds need: in the jobs' machines, and on the server, where people look into a failure. */
  packages: readonly string[];
  /** Jobs at a time. */
  concurrency: number;
  /** GiB that downloaded packages may take. */
  cacheLimit: number;
  /** GiB of a volume of its own for the cache; null: it lies on the server's disk. */
  cache: number | null;
  jobs: JobMachine;
  /** The cloud's metadata service, which the sealed token is read from. */
  metadata: string;
}

export const runnerArches = ["amd64", "arm64"] as const;
export type RunnerArch = (typeof runnerArches)[number];

/** An apt archive whose Release file is signed by one key that we know. */
export interface SignedArchive {
  url: string;
  suite: string;
  /** The public key, armored. */
  key: string;
}

/** The machine that a job has for itself, thrown away after it. */
export interface JobMachine {
  /** A codename: what it runs. */
  suite: string;
  /** The archive that it is built from. */
  mirror: string;
  cpus: number;
  /** MiB. */
  memory: number;
  /** GiB. */
  disk: number;
}

/** What the server itself needs: to build the jobs' machine, to run it, to keep itself up to date. */
export const serverPackages: Readonly<Record<RunnerArch, readonly string[]>> = {
  amd64: ["qemu-system-x86"],
  arm64: ["qemu-system-arm"],
};

export const everyServerPackages = [
  "apt-cacher-ng",
  "e2fsprogs",
  "mmdebstrap",
  "nftables",
  "openssh-client",
  "openssl",
  "python3",
  "qemu-utils",
  "unattended-upgrades",
] as const;

/** What debian-cloud-images needs to build an image, from its own list of build dependencies. */
export const buildPackages = [
  "ca-certificates",
  "debootstrap",
  "dosfstools",
  "fai-server",
  "fai-setup-storage",
  "git",
  "make",
  "mmdebstrap",
  "python3",
  "python3-pytest",
  "python3-yaml",
  "qemu-utils",
  "sudo",
  "udev",
  "xz-utils",
] as const;

/** Everything that a runner's server is made of. Its digest is in the server's name, so that a change makes another server. */
export interface RunnerDefinition {
  /** The version of Debian's package gitlab-runner, as GitLab's archive has it: `18.5.0-1`. */
  version: string;
  arch: RunnerArch;
  /** The GitLab that it takes jobs from: `https://salsa.debian.org`. */
  gitlab: string;
  /** Where the package gitlab-runner comes from. */
  archive: SignedArchive;
  /** Packages for builds: in the jobs' machines, and on the server, where people examine failures. */
  packages: readonly string[];
  /** Jobs at a time. */
  concurrency: number;
  /** GiB that downloaded packages may take. */
  cacheLimit: number;
  /** GiB of a volume for the cache; null: the cache is on the server's disk. */
  cache: number | null;
  jobs: JobMachine;
  /** The cloud's metadata service, which the sealed token is read from. */
  metadata: string;
}

export const runnerArches = ["amd64", "arm64"] as const;
export type RunnerArch = (typeof runnerArches)[number];

/** An apt archive whose Release file is signed by one key that we know. */
interface SignedArchive {
  url: string;
  suite: string;
  /** The public key, armored. */
  key: string;
}

/** The virtual machine of one job, which is deleted after it. */
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

/** Packages of the server itself, by arch: QEMU. */
export const serverPackages: Readonly<Record<RunnerArch, readonly string[]>> = {
  amd64: ["qemu-system-x86"],
  arm64: ["qemu-system-arm"],
};

/** Packages of every server: to build and run the jobs' machines, and to stay up to date. */
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

/** Packages that debian-cloud-images needs to build an image, by its own list of build dependencies. */
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

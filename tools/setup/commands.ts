import type { usages } from "../usage/commands.mjs";
import type { Program } from "./programs.ts";

export interface Command {
  /** Exports `main(args)`, which returns the exit code. */
  module: string;
  /** Arguments before the user's own. */
  args?: readonly string[];
  /** How the command uses the engine: a preview starts no program of provider/. */
  engine?: "previews" | "carries out";
  programs?: readonly Program[];
}

// needs.test.ts derives each list from the command's code, and reports missing programs
const reading = ["xz"] as const;
const verifying = ["gpgv"] as const;
const locking = ["flock"] as const;
const making = [...reading, ...verifying, ...locking, "qemu-img", "setpriv", "timeout"] as const;
const drawing = ["sfdisk", "mke2fs", "debugfs", "mkfs.vfat", "mmd", "mcopy"] as const;
const sampling = [...reading, "tar", ...drawing, "chroot", "setpriv", "unshare"] as const;
const machines = ["apt-config", "chown", "cp", "git", "ldd", "setpriv"] as const;
const everything = [...making, ...sampling] as const;

export const commands: Readonly<Record<keyof typeof usages, Command>> = {
  dev: { module: "../dev.ts", engine: "carries out", programs: everything },
  preview: { module: "../preview.ts", engine: "previews", programs: reading },
  up: { module: "../up.ts", engine: "carries out", programs: making },
  pulumi: { module: "../pulumi.ts", engine: "carries out", programs: making },
  explain: { module: "../explain.ts", programs: reading },
  decide: { module: "../decide.ts", programs: reading },
  report: { module: "../report.ts", programs: reading },
  announce: { module: "../announce.ts", programs: reading },
  annotate: { module: "../annotate.ts" },
  rebuild: { module: "../rebuild.ts", programs: [...sampling, ...locking] },
  marketplace: { module: "../marketplace.ts", programs: reading },
  comment: { module: "../comment.ts" },
  diff: { module: "../diff.ts", programs: reading },
  audit: { module: "../audit.ts", engine: "carries out", programs: making },
  adopt: { module: "../adopt.ts", programs: reading },
  sample: { module: "../sample.ts", programs: sampling },
  "amphora-image": { module: "../amphora-image.ts", programs: [...sampling, "qemu-img"] },
  sign: { module: "../sign.ts", programs: [...reading, ...verifying, ...locking] },
  sweep: { module: "../sweep.ts" },
  bench: {
    module: "../../test/bench/command.ts",
    engine: "carries out",
    programs: [...making, ...drawing, "bash", "tar"],
  },
  check: { module: "../check.ts" },
  test: { module: "../test.ts", engine: "carries out", programs: everything },
  "test:services": {
    module: "../test.ts",
    args: ["--services"],
    engine: "carries out",
    programs: [...everything, "python3", "pip3"],
  },
  "test:bare": { module: "../../test/bare/command.ts", programs: machines },
  "test:long": { module: "../test.ts", args: ["--long"], engine: "carries out", programs: everything },
};

import type { usages } from "../usage/commands.mjs";
import type { Program } from "./programs.ts";

export interface Command {
  /** Exports `main(args)`, which answers the exit code. */
  module: string;
  /** What comes before the user's own arguments. */
  args?: readonly string[];
  engine?: boolean;
  programs?: readonly Program[];
}

const reading = ["xz", "tar"] as const;
const making = [...reading, "qemu-img"] as const;
const sampling = [...making, "mke2fs", "sfdisk", "mkfs.vfat", "mcopy"] as const;

export const commands: Readonly<Record<keyof typeof usages, Command>> = {
  dev: { module: "../dev.ts", engine: true, programs: making },
  preview: { module: "../preview.ts", engine: true, programs: reading },
  up: { module: "../up.ts", engine: true, programs: making },
  pulumi: { module: "../pulumi.ts", engine: true },
  explain: { module: "../explain.ts", programs: reading },
  diff: { module: "../diff.ts" },
  adopt: { module: "../adopt.ts", programs: making },
  sample: { module: "../sample.ts", programs: sampling },
  "amphora-image": { module: "../amphora-image.ts", programs: sampling },
  sweep: { module: "../sweep.ts" },
  bench: { module: "../bench.ts", engine: true, programs: sampling },
  check: { module: "../check.ts" },
  test: { module: "../test.ts", engine: true, programs: sampling },
  "test:openstack": { module: "../test.ts", args: ["--openstack"], engine: true, programs: sampling },
  "test:long": { module: "../test.ts", args: ["--long"], engine: true, programs: sampling },
};

import { stackOptions, usualCodes } from "./shared.mjs";

/** @import { Usage } from "./usage.mjs" */

export const sample = /** @satisfies {Usage} */ ({
  does: "Makes sample builds in the form of debian-cloud-images. The same options give the same bytes, except with --bootable.",
  options: {
    out: {
      type: "string",
      value: "DIR",
      writes: "folder",
      does: "folder of the builds (default: .dev/artifacts, which dev publishes)",
    },
    suite: {
      type: "string",
      value: "CODENAME",
      default: "trixie",
      does: "codename of the suite, for example bookworm",
    },
    version: { type: "string", value: "YYYYMMDD-N", does: "version of the builds (default: today's)" },
    images: { type: "string", value: "LIST", does: "vendor/arch,… with * for any (default: a few of every vendor)" },
    size: { type: "string", value: "MIB", default: "2", does: "size of the data in each image" },
    disk: { type: "string", value: "MIB", does: "size of each disk; vendor: as large as Debian's (default: small)" },
    bootable: {
      type: "boolean",
      default: false,
      does: "make real Debian images that boot; needs root and some minutes",
    },
    archive: { type: "string", value: "URL", does: "Debian archive for bootable images" },
    variant: { type: "string", value: "NAME", does: "break bootable images in one way, for example cloud-init" },
    sign: {
      type: "string",
      value: "FILE",
      writes: "file",
      does: "sign the builds with the OpenPGP key in this file, which is made if it is missing; its public key is FILE.public",
    },
  },
  examples: [
    ["--version 20260717-2542", "a second set for npm run dev"],
    ["--suite bookworm --images 'generic/*' --out /tmp/builds", "some images of another suite"],
    ["--bootable --images genericcloud/amd64", "one that boots"],
  ],
  exitCodes: usualCodes,
});

export const amphoraImage = /** @satisfies {Usage} */ ({
  does: "Builds the amphora image, which Octavia boots as a load balancer, for one OpenStack release. Needs root.",
  options: {
    release: { type: "string", value: "NAME", default: "zed", does: "the OpenStack release" },
    out: {
      type: "string",
      value: "DIR",
      writes: "folder",
      does: "folder of NAME.qcow2 and NAME.json (default: .dev/amphora)",
    },
    minor: { type: "string", value: "N", default: "0", does: "number of the image within its point release" },
    archive: { type: "string", value: "URL", does: "Debian archive of the image's packages" },
  },
  examples: [["--release zed --out ../amphora/zed", "where the stack amphora looks"]],
  exitCodes: usualCodes,
});

export const rebuild = /** @satisfies {Usage} */ ({
  does: "Builds a published image again from its record, compares packages and files, and keeps the verdict in the tree, where the finder shows it. Needs root.",
  operands: [["IMAGE", "an image's name, as explain prints it"]],
  options: {
    ...stackOptions,
    archive: {
      type: "string",
      value: "URL",
      does: "Debian archive to build from (default: on the build's own day this machine's, later snapshot.debian.org's of that day)",
    },
    out: {
      type: "string",
      value: "DIR",
      writes: "folder",
      does: "empty folder for the new build, and for the names that differ (default: .dev/rebuilds/IMAGE)",
    },
  },
  examples: [["debian-13-genericcloud-amd64-daily-20260717-2542 --stack trixie-daily", "docs/rebuild.md says more"]],
  exitCodes: { ...usualCodes, 0: "the same packages; files that differ are named", 4: "other packages" },
});

export const annotate = /** @satisfies {Usage} */ ({
  does: "Writes into the manifests of builds where they come from: job, commit, command, versions of FAI and of its configuration space. What a manifest says already stays.",
  operands: [["[DIR]", "a folder with builds, as the build's job leaves it (default: the artifacts of --stack)"]],
  options: {
    command: {
      type: "string",
      value: "TEXT",
      does: "the command that builds the same image (default: that of debian-cloud-images)",
    },
    fai: { type: "string", value: "VERSION", does: "FAI's version: dpkg-query -W -f '${Version}' fai-client" },
    "config-space": {
      type: "string",
      value: "VERSION",
      does: "of FAI's configuration space (default: the commit of the job)",
    },
    pipeline: {
      type: "string",
      value: "ID",
      does: "for builds of this pipeline that did not say it: ask GitLab; CLOUD_IMAGES_GITLAB_TOKEN where it is not public",
    },
    version: { type: "string", value: "YYYYMMDD-N", does: "only builds of this version" },
    project: {
      type: "string",
      value: "PATH",
      does: "the pipeline's project, as cloud-team/debian-cloud-images (default: cloud-images:builds of --stack)",
    },
    gitlab: {
      type: "string",
      value: "URL",
      does: "the pipeline's GitLab (default: that of --stack, or https://salsa.debian.org)",
    },
    stack: { type: "string", short: "s", value: "NAME", does: "a stack that publishes these builds" },
    "config-file": stackOptions["config-file"],
  },
  examples: [
    ["output --fai 6.2.5", "in the build's own job, before its artifacts are kept"],
    ["../artifacts --pipeline 812345 --project cloud-team/debian-cloud-images", "afterwards"],
    ["--stack trixie-daily --pipeline 812345 --version 20260717-2542", "the same, as a job of that stack does it"],
  ],
  exitCodes: { ...usualCodes, 1: "of some build the origin is not known, or its manifest cannot be used" },
});

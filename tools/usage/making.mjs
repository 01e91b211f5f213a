import { usualCodes } from "./shared.mjs";

/** @import { Usage } from "./usage.mjs" */

export const sample = /** @satisfies {Usage} */ ({
  does: "Writes builds that look like those of debian-cloud-images, for trying things. The same options give the same bytes, but for --bootable.",
  options: {
    out: { type: "string", value: "DIR", does: "write them there (default: .dev/artifacts, where dev looks)" },
    suite: { type: "string", value: "CODENAME", default: "trixie", does: "as bookworm" },
    version: { type: "string", value: "YYYYMMDD-N", does: "their version (default: of today)" },
    images: { type: "string", value: "LIST", does: "vendor/arch,… with * for any (default: a few of every vendor)" },
    size: { type: "string", value: "MIB", default: "2", does: "data in each image" },
    disk: { type: "string", value: "MIB", does: "size of each disk; vendor: as large as Debian's (default: small)" },
    bootable: { type: "boolean", default: false, does: "real Debian images that boot: root, some minutes" },
    archive: { type: "string", value: "URL", does: "where those are installed from" },
    variant: { type: "string", value: "NAME", does: "break those in one way, as no-network" },
  },
  examples: [
    ["--version 20260717-2542", "a second set for npm run dev"],
    ["--suite bookworm --images 'generic/*' --out /tmp/builds", "some images of another suite"],
    ["--bootable --images genericcloud/amd64", "one that boots"],
  ],
  exitCodes: usualCodes,
});

export const amphoraImage = /** @satisfies {Usage} */ ({
  does: "Builds the image that Octavia boots as a load balancer, for one OpenStack release. Needs root.",
  options: {
    release: { type: "string", value: "NAME", default: "zed", does: "the OpenStack release" },
    out: { type: "string", value: "DIR", does: "write NAME.qcow2 and NAME.json there (default: .dev/amphora)" },
    minor: { type: "string", value: "N", default: "0", does: "the day's N-th build" },
    archive: { type: "string", value: "URL", does: "the Debian archive it is installed from" },
  },
  examples: [["--release zed --out ../amphora/zed", "where the stack amphora looks"]],
  exitCodes: usualCodes,
});

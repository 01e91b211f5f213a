import { done, publishCodes, stackOptions, usualCodes, wrongUse } from "./shared.mjs";

/** @import { Usage } from "./usage.mjs" */

const asJson = /** @type {const} */ ({ type: "boolean", default: false, does: "print JSON, for programs" });

export const explain = /** @satisfies {Usage} */ ({
  does: "Says of every image of a stack, or of one, its phase, the reason, and what changes when. Needs no engine.",
  operands: [["[IMAGE]", "an image's name, or VERSION/VENDOR/ARCH; all of them without it"]],
  options: { ...stackOptions, json: asJson },
  examples: [
    ["", "the stack dev, which npm run dev made"],
    ["20260717-2542/genericcloud/amd64 --stack trixie-daily", "one image, everything about it"],
  ],
  exitCodes: { ...usualCodes, 2: "wrong use, or no image of that name" },
});

export const diff = /** @satisfies {Usage} */ ({
  does: "Says which packages, and which security fixes, B has against A. Needs no engine.",
  operands: [
    ["A", "a build.json, a published manifest or a dpkg-status (path or URL), a version of the stack's tree,"],
    ["B", "one of its images as VERSION/VENDOR/ARCH, or an image's name"],
  ],
  options: { ...stackOptions, json: asJson },
  examples: [
    ["20260716-2541 20260717-2542 --stack trixie-daily", "two versions of a tree"],
    ["old.build.json new.build.json", "two builds"],
  ],
  exitCodes: usualCodes,
});

export const audit = /** @satisfies {Usage} */ ({
  does: "Reads what is public as somebody else does: every file byte by byte in turns, every list and pointer, what the engine remembers, and the policy. Changes nothing of it.",
  options: {
    ...stackOptions,
    budget: {
      type: "string",
      value: "SIZE",
      does: "read at most so much, as 50GiB: the oldest reading first; all without it",
    },
    url: { type: "string", value: "URL", does: "ask this server too whether it serves what the tree has" },
    metrics: { type: "string", value: "FILE", does: "write figures there, for node_exporter's textfile collector" },
    json: asJson,
  },
  examples: [
    ["--stack trixie-daily", "read everything"],
    ["--stack trixie-daily --budget 50GiB --metrics /var/lib/prometheus/node-exporter/trixie.prom", "once a day"],
  ],
  exitCodes: {
    0: "everything that was looked at is as promised",
    1: "something is not as promised; each is listed",
    ...wrongUse,
    3: "nothing is wrong, and something best-effort could not be asked",
  },
});

export const adopt = /** @satisfies {Usage} */ ({
  does: "Writes records for a tree that was published without them, from its manifests and checksums. May be repeated. Needs no engine.",
  options: {
    stack: { type: "string", short: "s", value: "NAME", does: "the stack whose tree it is" },
    root: { type: "string", value: "DIR", does: "the tree itself, instead of a stack" },
    suite: { type: "string", value: "CODENAME", does: "only this suite, as trixie" },
    channel: { type: "string", value: "CHANNEL", does: "only daily, or only release" },
    verify: { type: "boolean", default: false, does: "read every file, and compare it with its checksum" },
    "dry-run": { type: "boolean", default: false, does: "say what would be adopted, and write nothing" },
  },
  examples: [
    ["--stack trixie-daily --dry-run", "see what would be done"],
    ["--root /srv/tree --suite bookworm", "without a stack"],
  ],
  exitCodes: { ...done, 1: publishCodes[1], ...wrongUse, 3: "some sets were refused, each with its reason" },
});

import { done, publishCodes, stackOptions, usualCodes, wrongUse } from "./shared.mjs";

/** @import { Usage } from "./usage.mjs" */

const asJson = /** @type {const} */ ({ type: "boolean", default: false, does: "print JSON" });

export const explain = /** @satisfies {Usage} */ ({
  does: "Shows each image's phase, the reason, and its next change: of a whole stack, or of one image. Needs no engine.",
  operands: [["[IMAGE]", "an image's name, or VERSION/VENDOR/ARCH; all of them without it"]],
  options: { ...stackOptions, json: asJson },
  examples: [
    ["", "the stack dev, which npm run dev made"],
    ["20260717-2542/genericcloud/amd64 --stack trixie-daily", "one image, everything about it"],
  ],
  exitCodes: { ...usualCodes, 2: "wrong use, or no such image" },
});

export const decide = /** @satisfies {Usage} */ ({
  does: "Tells a pipeline what to do next with a stack, by its exit code. Publishes nothing. Needs no engine.",
  options: {
    ...stackOptions,
    json: asJson,
    "ask-for-build": {
      type: "boolean",
      default: false,
      does: "where a build is missing, start the pipeline of cloud-images:builds, once; token: CLOUD_IMAGES_BUILD_TOKEN or CI_JOB_TOKEN",
    },
  },
  examples: [
    ["--stack trixie-daily", "whether an up would change anything"],
    ["--stack bookworm-release --json", "with every reason, for programs"],
  ],
  exitCodes: {
    0: "nothing is to be done",
    1: "failed",
    ...wrongUse,
    4: "publish: an up has something to do; a release needs an approved preview for it",
    5: "wait for a person: a release is proposed, or held by what somebody has to correct",
    6: "build: the archive has a fix that no daily has yet",
  },
});

export const report = /** @satisfies {Usage} */ ({
  does: "Reports what a run would do, by the plan alone. Changes nothing. Needs no engine, no state and no secret, and works far from the tree.",
  options: {
    ...stackOptions,
    markdown: { type: "string", value: "FILE", writes: "file", does: "write the report to FILE, as Markdown" },
    html: { type: "string", value: "FILE", writes: "file", does: "write the report to FILE, as HTML" },
  },
  examples: [["--stack trixie-daily --html report.html", "as in a merge request's pipeline, from a fork too"]],
  exitCodes: publishCodes,
});

export const diff = /** @satisfies {Usage} */ ({
  does: "Compares the packages of two images, A and B, and lists the security fixes between them. Needs no engine.",
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
  does: "Reads what is public, as an outsider does: each file byte by byte in turns, each list and pointer; then the engine's state and the policy. Changes nothing.",
  options: {
    ...stackOptions,
    budget: {
      type: "string",
      value: "SIZE",
      does: "read at most this much, for example 50GiB, the longest unread first (default: everything)",
    },
    url: { type: "string", value: "URL", does: "also check that this server serves the tree" },
    metrics: {
      type: "string",
      value: "FILE",
      writes: "file",
      does: "write metrics for node_exporter's textfile collector",
    },
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
  does: "Writes records for a tree that was published without them, from its manifests and checksums. Can be repeated. Needs no engine.",
  options: {
    stack: { type: "string", short: "s", value: "NAME", does: "the stack of the tree" },
    root: { type: "string", value: "DIR", does: "the tree's folder, instead of a stack" },
    suite: { type: "string", value: "CODENAME", does: "one suite, for example trixie" },
    channel: { type: "string", value: "CHANNEL", does: "one channel: daily or release" },
    verify: { type: "boolean", default: false, does: "read each file and compare it with its checksum" },
    "dry-run": { type: "boolean", default: false, does: "show what would be adopted; write nothing" },
  },
  examples: [
    ["--stack trixie-daily --dry-run", "see what would be done"],
    ["--root /srv/tree --suite bookworm", "without a stack"],
  ],
  exitCodes: { ...done, 1: publishCodes[1], ...wrongUse, 3: "some sets were refused, each with its reason" },
});

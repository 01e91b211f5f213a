import { engineOptions, noSkipping, publishCodes, runOptions, usualCodes } from "./shared.mjs";

/** @import { Usage } from "./usage.mjs" */

export const dev = /** @satisfies {Usage} */ ({
  does: "Publishes builds into a tree on this machine, below .dev/, and says where to look. Makes small sample builds where it is given none.",
  options: {
    artifacts: { type: "string", value: "DIR", does: "publish the builds in this folder" },
    remove: { type: "boolean", default: false, does: "take away everything that dev made here, its state too" },
  },
  examples: [
    ["", "publish samples; again: nothing changes"],
    ["--artifacts ../artifacts", "publish real builds of debian-cloud-images"],
    ["--remove", "nothing of it is left"],
  ],
  exitCodes: publishCodes,
});

export const preview = /** @satisfies {Usage} */ ({
  does: "Shows what a run would do, checks it with the policy pack, and lists every refusal. Changes nothing, and ends with the line that does exactly this.",
  options: {
    ...runOptions,
    "save-plan": { type: "string", value: "FILE", does: "keep what was shown there, for up --plan" },
    markdown: { type: "string", value: "FILE", does: "keep the report there, as Markdown" },
    html: { type: "string", value: "FILE", does: "keep the report there, as a page" },
    ...engineOptions,
  },
  never: { ...noSkipping, plan: "a preview makes a plan; up carries one out" },
  examples: [
    ["--stack trixie-daily", "the files go below .dev/previews/trixie-daily/"],
    ["--stack trixie-daily --html report.html", "with the page where you want it"],
  ],
  exitCodes: publishCodes,
});

export const up = /** @satisfies {Usage} */ ({
  does: "Makes the world match the plan: publishes, shows, hides and removes, and continues a run that was killed. Needs no terminal and no person.",
  options: {
    ...runOptions,
    plan: { type: "string", value: "FILE", does: "do what was approved, and nothing else: a file of preview" },
    ...engineOptions,
  },
  never: { ...noSkipping, "save-plan": "preview saves plans" },
  examples: [
    ["--stack trixie-daily", "after each finished build, and once a day"],
    ["--stack bookworm-release --plan FILE", "a release: the line that its preview ends with"],
    ["--stack trixie-daily --refresh", "look at every file and cloud again, and repair"],
  ],
  exitCodes: publishCodes,
});

export const pulumi = /** @satisfies {Usage} */ ({
  does: "Runs the Pulumi engine itself, as set-up found or built it, for what no command here does. 'npm run pulumi -- help' is the engine's own help.",
  options: {},
  all: "handed on",
  examples: [
    ["stack init trixie-daily", "make a stack, once"],
    ["login file:///srv/cloud-images/state", "choose where the state lives"],
    ["stack export --stack trixie-daily", "see the state"],
  ],
  exitCodes: { 0: "the engine succeeded", 1: "it failed, and said why" },
});

export const sign = /** @satisfies {Usage} */ ({
  does: "Signs the checksums and lists of a stack's tree that are not signed yet, and those whose signature is due again. Changes nothing else.",
  options: { stack: { type: "string", short: "s", value: "NAME", does: "the stack whose tree it is; required" } },
  examples: [["--stack trixie-daily", "once a day, from cron, where the signing command works"]],
  exitCodes: usualCodes,
});

export const sweep = /** @satisfies {Usage} */ ({
  does: "Removes from a cloud what test VMs left there past its time. Needs no stack, since theirs may be gone.",
  options: { cloud: { type: "string", value: "NAME", does: "a cloud of clouds.yaml; required" } },
  examples: [["--cloud debian-testing", "once an hour, from cron"]],
  exitCodes: usualCodes,
});

import {
  done,
  engineOptions,
  noSkipping,
  publishCodes,
  runOptions,
  stackOptions,
  usualCodes,
  wrongUse,
} from "./shared.mjs";

/** @import { Usage } from "./usage.mjs" */

export const dev = /** @satisfies {Usage} */ ({
  does: "Publishes builds into a tree on this machine, below .dev/, and prints the tree's address. Without builds it makes small samples.",
  options: {
    artifacts: { type: "string", value: "DIR", does: "publish the builds in this folder" },
    with: {
      type: "string",
      value: "CLOUDS",
      does: "publish to stand-ins of these clouds too, on this machine: aws,azure,gcp; the runs after keep them",
    },
    down: {
      type: "string",
      value: "PLACES",
      does: "with stand-ins: these clouds, or regions of AWS, do not answer in this run: us-east-1,gcp",
    },
    serve: { type: "boolean", default: false, does: "then serve the tree to this machine's browsers, until Ctrl-C" },
    remove: { type: "boolean", default: false, does: "remove everything that dev made here, its state included" },
  },
  examples: [
    ["", "publish samples; again: nothing changes"],
    ["--artifacts ../artifacts", "publish real builds of debian-cloud-images"],
    ["--with aws,azure,gcp", "the whole way without an account, and what everybody would see"],
    ["--down us-east-1", "a later run of the same, while a region does not answer"],
    ["--serve", "look at the finder in a browser"],
    ["--remove", "nothing of it is left"],
  ],
  exitCodes: publishCodes,
});

export const preview = /** @satisfies {Usage} */ ({
  does: "Shows what a run would do, checks it with the policy pack, and lists each refusal. Changes nothing. Ends with the command that does exactly this.",
  options: {
    ...runOptions,
    "save-plan": { type: "string", value: "FILE", writes: "file", does: "write the plan to FILE, for up --plan" },
    markdown: { type: "string", value: "FILE", writes: "file", does: "write the report to FILE, as Markdown" },
    html: { type: "string", value: "FILE", writes: "file", does: "write the report to FILE, as HTML" },
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
  does: "Publishes, shows, hides and removes images as the plan says, and continues a killed run. Needs no terminal and asks nothing.",
  options: {
    ...runOptions,
    plan: { type: "string", value: "FILE", does: "do only what this file of preview --save-plan approves" },
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
  does: "Runs the Pulumi engine that set-up found or built, for what no other command does. Its own help: npm run pulumi -- help.",
  options: {},
  all: "handed on",
  examples: [
    ["stack init trixie-daily", "make a stack, once"],
    ["login file:///srv/cloud-images/state", "choose where the state lives"],
    ["stack export --stack trixie-daily", "see the state"],
  ],
  exitCodes: { 0: "the engine succeeded", 1: "it failed, and said why" },
});

export const announce = /** @satisfies {Usage} */ ({
  does: "Tells people what a stack has published and withdrawn, and on the first days of a month what the last one brought; each once, and only what the public index says.",
  options: {
    ...stackOptions,
    "dry-run": { type: "boolean", default: false, does: "print the announcements; send nothing" },
    retry: {
      type: "boolean",
      default: false,
      does: "announce again what a killed run began, and what may have arrived",
    },
  },
  examples: [
    ["--stack trixie-daily", "after each up; ways are named in cloud-images:announce"],
    ["--stack trixie-daily --dry-run", "look at the texts first"],
  ],
  exitCodes: {
    ...done,
    1: "something was not announced, or may have been announced already",
    ...wrongUse,
    3: "announced what readers can see; the server still has an older index than the tree's: run it again later",
  },
});

export const marketplace = /** @satisfies {Usage} */ ({
  does: "Writes the change that gives an offer of Azure's Marketplace the stack's current images, for a person to submit. Sends nothing.",
  options: {
    ...stackOptions,
    draft: { type: "string", value: "FILE", does: "the offer's resource tree, with targetType=draft" },
    live: {
      type: "string",
      value: "FILE",
      does: "the tree with targetType=live: record what is there, and print what is not there yet",
    },
    output: { type: "string", value: "FILE", writes: "file", does: "write the change to FILE, not to standard output" },
  },
  examples: [
    ["--stack bookworm-release --draft draft.json --output change.json", "it prints what to do with the change"],
    ["--stack bookworm-release --live live.json", "days later: is it there?"],
  ],
  exitCodes: { ...usualCodes, 4: "--live: something is not live yet" },
});

export const comment = /** @satisfies {Usage} */ ({
  does: "Writes a report as a comment on the merge request of the GitLab job that it runs in. Run again, it replaces its comment.",
  options: {
    file: { type: "string", value: "FILE", does: "the comment's text, as Markdown; required" },
    key: { type: "string", value: "NAME", does: "tells this comment from others of the same merge request; required" },
  },
  examples: [["--key trixie-daily --file report.md", "with CLOUD_IMAGES_COMMENT_TOKEN set"]],
  exitCodes: usualCodes,
});

export const sign = /** @satisfies {Usage} */ ({
  does: "Signs checksums and lists in a stack's tree: unsigned ones, and those whose signature is due for renewal. Changes nothing else.",
  options: { stack: { type: "string", short: "s", value: "NAME", does: "the stack of the tree; required" } },
  examples: [["--stack trixie-daily", "once a day, from cron, where the signing command works"]],
  exitCodes: usualCodes,
});

export const sweep = /** @satisfies {Usage} */ ({
  does: "Removes expired leftovers of test VMs from a cloud. Needs no stack, because theirs may be gone.",
  options: { cloud: { type: "string", value: "NAME", does: "entry of clouds.yaml; required" } },
  examples: [["--cloud debian-testing", "once an hour, from cron"]],
  exitCodes: usualCodes,
});

// Options and exit codes that several commands have.

/** @import { Option } from "./usage.mjs" */

/** @param {string} text */
const engineFlag = (text) => /** @type {const} */ ({ type: "boolean", handedOn: "the engine", does: text });

/**
 * @param {string} value
 * @param {string} text
 */
const engineValue = (value, text) =>
  /** @type {const} */ ({ type: "string", handedOn: "the engine", value, does: text });

/** Further options for a preview or a run of the engine; `pulumi up --help` explains them. */
export const engineOptions = /** @satisfies {Record<string, Option>} */ ({
  diff: engineFlag("show each change in full"),
  json: { ...engineFlag("print what happens as JSON"), short: "j" },
  target: { ...engineValue("URN", "only this resource; may be repeated"), short: "t" },
  "target-dependents": engineFlag("and what rests on it"),
  exclude: engineValue("URN", "all but this resource; may be repeated"),
  "exclude-dependents": engineFlag("and what rests on it"),
  "expect-no-changes": engineFlag("fail where anything changes"),
  parallel: { ...engineValue("N", "so many operations at once"), short: "p" },
  message: { ...engineValue("TEXT", "kept with the run in the stack's history"), short: "m" },
  "show-config": engineFlag("show the stack's settings"),
  "show-full-output": engineFlag("do not cut long values off"),
  "show-reads": engineFlag("show resources that are only read"),
  "show-replacement-steps": engineFlag("show a replacement as its two steps"),
  "show-sames": engineFlag("show what does not change"),
  "suppress-outputs": engineFlag("leave the stack's outputs out"),
  urns: engineFlag("show whole URNs"),
  color: engineValue("WHEN", "always, never, raw or auto"),
  debug: { ...engineFlag("print the provider's debugging output"), short: "d" },
  verbose: engineValue("N", "log so much, up to 11"),
  logtostderr: engineFlag("log to standard error"),
  logflow: engineFlag("log what plugins say as well"),
  tracing: engineValue("URL", "send traces there, as file:./trace"),
  profiling: engineValue("NAME", "write profiles to NAME.*"),
  "disable-integrity-checking": engineFlag("read a state that is damaged"),
});

/** The stack's options, for a command that reads its settings. */
export const stackOptions = /** @satisfies {Record<string, Option>} */ ({
  stack: { type: "string", short: "s", value: "NAME", default: "dev", does: "the stack, for example trixie-daily" },
  "config-file": { type: "string", value: "FILE", does: "file of the stack's settings (default: Pulumi.NAME.yaml)" },
});

/** The stack's options, and those of an engine run. */
export const runOptions = /** @satisfies {Record<string, Option>} */ ({
  ...stackOptions,
  refresh: { type: "boolean", short: "r", default: false, does: "first compare the state with the real resources" },
  yes: { type: "boolean", short: "y", does: "accepted without effect: no command asks" },
  "non-interactive": { type: "boolean", does: "accepted without effect" },
});

/** A publication always goes through the preview that its plan is made from. */
export const noSkipping = {
  "skip-preview": "every run is looked through first",
  f: "every run is looked through first",
};

export const done = { 0: "done" };
export const wrongUse = { 2: "wrong use: an option, a name or a value" };
export const usualCodes = { ...done, 1: "failed", ...wrongUse };
export const publishCodes = {
  0: "done",
  1: "something required failed or was refused",
  ...wrongUse,
  3: "all that is required is done; something best-effort failed, was refused or was left out",
};

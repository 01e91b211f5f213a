import { usualCodes } from "./shared.mjs";

/** @import { Option, Usage } from "./usage.mjs" */

export const check = /** @satisfies {Usage} */ ({
  does: "Checks types, lint rules and format. Every change must pass.",
  options: {},
  examples: [["", "all of them"]],
  exitCodes: { ...usualCodes, 1: "a check failed, and said where" },
});

export const bench = /** @satisfies {Usage} */ ({
  does: "Measures what the program costs against the bare tools, as ratios. A missed goal is a result, not a failure.",
  operands: [["[NAME…]", "the benches, in this order; all without a name; a name that is unknown lists them"]],
  options: {
    json: { type: "boolean", default: false, does: "print an array of {name, ratio, goal, seconds, against}" },
  },
  examples: [["start diff --json", "two of them"]],
  exitCodes: usualCodes,
});

/** @param {string} text */
const vitestFlag = (text) => /** @type {const} */ ({ type: "boolean", handedOn: "vitest", does: text });

/**
 * @param {string} value
 * @param {string} text
 */
const vitestValue = (value, text) => /** @type {const} */ ({ type: "string", handedOn: "vitest", value, does: text });

/** @param {string} rings */
const vitestOptions = (rings) =>
  /** @satisfies {Record<string, Option>} */ ({
    testNamePattern: { ...vitestValue("REGEXP", "only tests whose name matches"), short: "t" },
    project: /** @type {const} */ ({ type: "string", value: "RING", does: `run one ring: ${rings}` }),
    exclude: vitestValue("GLOB", "leave these files out; may be repeated"),
    changed: vitestValue("COMMIT", "only tests of what changed since"),
    bail: vitestValue("N", "stop after so many failures"),
    retry: vitestValue("N", "try a failed test so often again"),
    maxWorkers: vitestValue("N", "so many test files at once"),
    testTimeout: vitestValue("MS", "a test's time limit"),
    reporter: vitestValue("NAME", "another way to show results; may be repeated"),
    update: { ...vitestFlag("write golden files anew"), short: "u" },
  });

const testCodes = { ...usualCodes, 1: "a check or a test failed" };
const files = /** @type {const} */ ([["[FILE…]", "only test files whose path has this in it"]]);

export const test = /** @satisfies {Usage} */ ({
  does: "Runs the checks, the unit tests and the engine tests; with arguments, some of the tests. Needs neither root nor a system service.",
  operands: files,
  options: vitestOptions("unit or engine"),
  examples: [
    ["", "everything"],
    ["--project unit images/plan", "some unit tests"],
  ],
  exitCodes: testCodes,
});

export const servicesTest = /** @satisfies {Usage} */ ({
  does: "Runs the tests on servers in the place of clouds, then installs OpenStack's Debian packages, starts the services and runs the tests on them. Needs root for the second part.",
  operands: files,
  options: vitestOptions("clouds, site or openstack"),
  examples: [["glance", "one file"]],
  exitCodes: testCodes,
});

export const bareTest = /** @satisfies {Usage} */ ({
  does: "Runs the README's commands on bare machines: root folders with a small Debian, Node, npm and Go, as root and as an ordinary user. Needs root.",
  options: {},
  examples: [["", "some ten minutes"]],
  exitCodes: { ...usualCodes, 1: "a command did not do what README promises" },
});

export const longTest = /** @satisfies {Usage} */ ({
  does: "Runs the tests that take hours: each operation killed at each moment, long histories, real boots.",
  operands: files,
  options: vitestOptions("long or long-openstack"),
  examples: [["", "overnight"]],
  exitCodes: testCodes,
});

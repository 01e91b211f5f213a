import { credentialRule } from "../../../images/credentials/credentials.ts";
import type { Problem } from "../../../images/model/errors.ts";
import { formatDay } from "../../../images/model/day.ts";
import { buildsOf, suiteDefinition } from "../../../images/model/definitions/suites.ts";
import { memberOf } from "../../../images/model/image.ts";
import { membersMatching } from "../../../images/model/expectation.ts";
import { nearest } from "../../../images/config/nearest.ts";
import { keyName } from "../../../images/config/problems.ts";
import type { PublicationSettings } from "./config.ts";
import { isOfKnownVendor, vendorProblems } from "./vendor-problems.ts";
import { testProblems } from "./tests.ts";

/** What the stack's surroundings say about its configuration. */
export interface Surroundings {
  /** The file that a person corrects: `Pulumi.trixie-daily.yaml`. */
  file: string;
  /** The backend's URL; undefined when it cannot be known. */
  backend: string | undefined;
}

/** Values that look like credentials, by key. The value itself is not repeated. */
export function credentialProblems(values: unknown, path: readonly string[] = []): Problem[] {
  if (typeof values === "string") {
    const rule = credentialRule(values, path.at(-1));
    return rule === undefined ? [] : [credentialProblem(path, rule)];
  }
  if (typeof values !== "object" || values === null) return [];
  return Object.entries(values).flatMap(([key, inner]) => credentialProblems(inner, [...path, key]));
}

const credentialProblem = (path: readonly string[], rule: string): Problem => ({
  where: keyName(path),
  value: "",
  expected: `no credential in plain text, and this looks like one (${rule})`,
  remedy: "revoke it, and give it in the environment or as a Pulumi secret",
});

/** Problems that no single key shows: keys that contradict each other or the stack's surroundings. */
export function contradictions(settings: PublicationSettings, { file, backend }: Surroundings): Problem[] {
  return [
    ...channelProblems(settings, file),
    ...vendorProblems(settings, file),
    ...expectProblems(settings, file),
    ...retentionProblems(settings, file),
    ...decisionProblems(settings, file),
    ...clockProblems(settings, backend),
    ...targetProblems(settings, file),
    ...testProblems(settings, file),
  ];
}

function channelProblems(
  { suite, channel, artifacts, publish, allowDelete }: PublicationSettings,
  file: string,
): Problem[] {
  const problems: Problem[] = [];
  const wrong = (key: string, value: string, expected: string, remedy: string) =>
    problems.push({ where: keyName([key]), value, expected, remedy });
  if ((suite === null) !== (channel === null))
    wrong(suite === null ? "suite" : "channel", "", "suite and channel together, or neither", `set both in ${file}`);
  if (suite !== null && channel !== null && !suiteDefinition(suite).channels.includes(channel))
    wrong(
      "channel",
      channel,
      `a channel that ${suite} has`,
      `set it to ${suiteDefinition(suite).channels.join(" or ")}`,
    );
  if (channel !== "release" && artifacts === null)
    wrong("artifacts", "", "the folder that is searched for builds", `set it in ${file}`);
  if (channel === "daily" && publish.version !== null)
    wrong("publish.version", publish.version, "nothing in a daily stack", "set it in the suite's release stack");
  if (channel === "daily" && allowDelete.length > 0)
    wrong("allowDelete", allowDelete.join(", "), "nothing in a daily stack, where dailies go by age", "remove it");
  if (publish.version !== null && publish.reason === null)
    wrong(
      "publish.reason",
      "",
      publish.version === "hold" ? "why nothing is published" : `why ${publish.version} is published`,
      `set it in ${file}`,
    );
  if (publish.version === null && publish.reason !== null)
    wrong("publish.version", "", "a version, or hold, for the reason to be of", `set it in ${file}`);
  return problems;
}

/** A pattern that matches nothing would make the gate wait for nothing, and show the set without the intended images. */
function expectProblems({ suite, vendors, expect }: PublicationSettings, file: string): Problem[] {
  if (suite === null) return [];
  const builds = buildsOf(suite, vendors);
  const built = builds.map(memberOf);
  return (["required", "bestEffort"] as const).flatMap((key) =>
    expect[key]
      .filter((pattern) => isOfKnownVendor(pattern, vendors) && membersMatching(pattern, builds).length === 0)
      .map((pattern) => {
        const near = nearest(pattern, built);
        return {
          where: keyName(["expect", key]),
          value: pattern,
          expected: `vendor/arch, with * for any, of what ${suite} is built for: ${built.join(", ")}`,
          remedy: near === undefined ? `correct it in ${file}` : `write ${near} in ${file}, or remove it`,
        };
      }),
  );
}

function retentionProblems({ retention: { hideAfter, deleteAfter } }: PublicationSettings, file: string): Problem[] {
  return (["clouds", "mirror"] as const)
    .filter((kind) => deleteAfter[kind] <= hideAfter)
    .map((kind) => ({
      where: keyName(["retention", "deleteAfter", kind]),
      value: `${deleteAfter[kind]} days`,
      expected: `more than hideAfter, ${hideAfter} days`,
      remedy: `correct it in ${file}: an image is hidden for a while before it goes`,
    }));
}

/** A stack that decides by itself needs security data. The LTS team's list is not checked here: the decision says when it is missing. */
function decisionProblems({ release, security, suite }: PublicationSettings, file: string): Problem[] {
  if (release.mode !== "auto") return [];
  const always = ["tracker", "archive"] as const;
  const advised = suite === null || suiteDefinition(suite).endOfSecurity !== null;
  const missing = [...(advised ? (["dsa"] as const) : []), ...always].filter((key) => security[key] === null);
  if (missing.length === 0) return [];
  return [
    {
      where: keyName(["release", "mode"]),
      value: release.mode,
      expected: `security data to decide by: ${missing.map((key) => `security.${key}`).join(", ")}`,
      remedy: `set it in ${file}, or set release.mode to propose`,
    },
  ];
}

/** A stack that takes every suite and channel would mix daily and release images in one account. */
function targetProblems({ suite, targets }: PublicationSettings, file: string): Problem[] {
  const problems = Object.values(targets).flatMap((cloud) => cloud.problems);
  if (suite !== null) return problems;
  const mixed = Object.entries(targets).filter(([, { owned }]) => owned.length > 0);
  return [
    ...problems,
    ...mixed.map(([cloud, { targets: named }]) => ({
      where: keyName(["targets", cloud]),
      value: named.map(({ name }) => name).join(", "),
      expected: "no cloud in a stack that takes every suite and channel",
      remedy: `set suite and channel in ${file}: daily and release images are kept in separate accounts`,
    })),
  ];
}

function clockProblems({ now }: PublicationSettings, backend: string | undefined): Problem[] {
  if (now === null || backend?.startsWith("file://") === true) return [];
  return [
    {
      where: keyName(["now"]),
      value: formatDay(now),
      expected: "no other clock, except where the environment's PULUMI_BACKEND_URL is a local folder (file://…)",
      remedy: "remove it; the day is today's in UTC",
    },
  ];
}

/**
 * The rules of the release decision, in the order in which they are asked. The first that applies decides.
 *
 * A person's decision comes first. Then come the rules that make a decision impossible: packages that cannot be read, security data
 * that is stale, a downgrade without a reason. Then the reasons to release, the most urgent first. The rules about waiting come last:
 * a release is published even if a further fix is still to be built. `at-latest` comes before `waiting-for-build`, because a fix that
 * never gets into a daily must not keep all other changes from users.
 */
export const decisionRules = [
  /** The configuration names a version, or holds. */
  "person",
  /** The packages of an image are unknown, and so are the changes of a release. */
  "unreadable",
  /** A required image has packages that the configuration forbids, or lacks some that it requires. */
  "packages",
  /** Nothing was released yet. */
  "first-release",
  /** Security data is stale or missing. */
  "unknown-security",
  /** A package would go backwards, and nobody wrote down why. */
  "downgrade",
  /** A fix in a source that is only used after a reboot. */
  "reboot",
  /** The team releases nothing in these days, except fixes that need a reboot. */
  "frozen",
  /** A fix in any package that may wait no longer. */
  "security",
  /** A point release of Debian's, by base-files. */
  "point-release",
  /** The last release is old, and more than rebuilds changed. */
  "at-latest",
  /** A fix is in the archive, and in no daily yet; or a point release that the release team asked for is in none. */
  "waiting-for-build",
  /** No daily that is newer and tested. */
  "no-candidate",
  /** Nothing but rebuilds, or nothing that may not wait. */
  "nothing",
] as const;
export type DecisionRule = (typeof decisionRules)[number];

/**
 * In the order in which they are asked; the first that has something to say decides.
 *
 * A person comes first, then whatever makes the question unanswerable: packages that cannot be read, security data that
 * cannot be relied on, a downgrade that nobody explained. Then what is worth a release, the most urgent first. Only when nothing
 * is worth one is it asked what to wait for: a release goes out while a further fix is still to be built. `at-latest` comes before
 * `waiting-for-build`, because it is a promise and waiting has no end of its own: a fix that never gets into a daily must not
 * keep all else from users.
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

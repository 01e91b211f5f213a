import type { StackPolicy } from "../../images/plan/policy.ts";

/** A policy as the keys of a stack's file, without what names an image of `unnamed`. */
export function keysOf(
  { retention, withdraw, acceptFlaky, dailyPublish, expect }: StackPolicy,
  unnamed: readonly string[],
): Record<string, unknown> {
  const { hideAfter, overlap, keep, deleteAfter, failed, held, withdrawn, lost, grace, maxDeletions } = retention;
  const days = (number: number): string => `${number} days`;
  return {
    retention: {
      hideAfter: days(hideAfter),
      overlap: days(overlap),
      keep: `${keep} sets`,
      deleteAfter: { clouds: days(deleteAfter.clouds), mirror: days(deleteAfter.mirror) },
      failed: days(failed),
      held: days(held),
      withdrawn: days(withdrawn),
      lost: days(lost),
      grace: days(grace),
      maxDeletions: `${maxDeletions.amount} ${maxDeletions.of}`,
    },
    withdraw: Object.fromEntries(Object.entries(withdraw).filter(([key]) => !unnamed.includes(key))),
    acceptFlaky: acceptFlaky.filter((key) => !unnamed.includes(key)),
    dailyPublish,
    expect,
  };
}

import { describe, expect, it } from "vitest";
import { retention } from "../../test/samples/samples.ts";
import { bounds, retentionWithinBounds } from "./retention-within-bounds.ts";
import { violationsOf, type ResourceSample } from "../../test/samples/policy-samples.ts";

const usual = retention;
const publication = (retention: unknown, stack = "trixie-daily"): ResourceSample => ({
  type: "debian:cloud:Publication",
  name: "trixie-daily",
  props: { retention },
  stack,
});

/** The usual numbers with one of them replaced. */
function withNumber(key: string, value: number): unknown {
  const [outer = "", inner] = key.split(".");
  if (outer === "maxDeletions") return { ...usual, maxDeletions: { amount: value, of: inner } };
  return inner === undefined
    ? { ...usual, [outer]: value }
    : { ...usual, [outer]: { ...usual.deleteAfter, [inner]: value } };
}

describe("retention-within-bounds", () => {
  it("says what it wants", () => {
    expect(retentionWithinBounds.description).toContain("the team's bounds");
  });

  it("lets the defaults pass", () => {
    expect(violationsOf(retentionWithinBounds, publication(usual))).toEqual([]);
  });

  it("lets a stack that is not the team's do as it likes", () => {
    expect(violationsOf(retentionWithinBounds, publication(withNumber("hideAfter", 0), "dev"))).toEqual([]);
  });

  const limits = Object.entries(bounds);
  it.each(limits)("lets %s pass at its bounds", (key, { least, most }) => {
    for (const value of [least, most]) {
      expect(violationsOf(retentionWithinBounds, publication(withNumber(key, value)))).toEqual([]);
    }
  });

  it.each(limits)("stops %s beyond them", (key, { least, most }) => {
    for (const value of [least - 1, most + 1]) {
      const violations = violationsOf(retentionWithinBounds, publication(withNumber(key, value)));
      expect(violations).toEqual([
        expect.stringContaining(`retention.${key} is ${value}: expected ${least} to ${most}`),
      ]);
    }
  });

  it("reads the number of a state that was written when images alone were counted", () => {
    const violations = violationsOf(retentionWithinBounds, publication({ ...usual, maxDeletions: 201 }));
    expect(violations).toEqual([expect.stringContaining("retention.maxDeletions.images is 201: expected 0 to 200")]);
  });

  it("stops a publication that does not say", () => {
    const violations = violationsOf(retentionWithinBounds, publication({ hideAfter: 14 }));
    expect(violations).toEqual([expect.stringContaining("expected all of its numbers")]);
  });
});

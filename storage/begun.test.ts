import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { begunOf, begunText } from "../images/approval/begun.ts";
import { staging } from "../images/tree/layout.ts";
import { approval } from "../test/samples/approval-samples.ts";
import { readBegun, readMarker } from "./approvals.ts";
import { markBegun, removeMarker } from "./begun.ts";

let folder: string;
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "begun-"))));
afterEach(() => rm(folder, { recursive: true }));

const places = () => ({ tree: join(folder, "tree"), staging: join(folder, "staging") });
const { stack } = approval;
const textOf = (begun: typeof approval): string => begunText(begunOf(begun));

test("what a stack has begun is known until it is done, and says nothing of another stack", async () => {
  expect(await readBegun(places(), stack)).toBeUndefined();
  expect(await markBegun(places(), approval)).toBeUndefined();
  expect(await readBegun(places(), stack)).toEqual(begunOf(approval));
  expect(await readBegun(places(), "trixie-daily")).toBeUndefined();
  await removeMarker(places(), stack, textOf(approval));
  expect(await readBegun(places(), stack)).toBeUndefined();
});

test("a broken marker is named, and can be removed", async () => {
  await markBegun(places(), approval);
  const file = join(places().staging, staging.begun(stack));
  await writeFile(file, "{");
  await expect(readBegun(places(), stack)).rejects.toThrow(file);
  await removeMarker(places(), stack, "{");
  expect(await readMarker(places(), stack)).toBeUndefined();
});

describe("of two runs at once", () => {
  const other = { ...approval, seal: "b".repeat(64) };

  test("one begins, and the other learns which", async () => {
    const both = [approval, other];
    const found = await Promise.all(both.map((each) => markBegun(places(), each)));
    const begun = await readBegun(places(), stack);
    expect(both.map(begunOf)).toContainEqual(begun);
    expect(found.filter((each) => each !== undefined)).toEqual([begun]);
  });

  test("both may have begun the same approval", async () => {
    expect(await Promise.all([approval, approval].map((each) => markBegun(places(), each)))).toEqual([
      undefined,
      undefined,
    ]);
  });

  test("the one that ends leaves the marker of the other", async () => {
    await markBegun(places(), approval);
    await removeMarker(places(), stack, textOf(other));
    expect(await readBegun(places(), stack)).toEqual(begunOf(approval));
  });

  test("a new approval takes the place of one that was known when it was checked", async () => {
    await markBegun(places(), approval);
    expect(await markBegun(places(), other, begunOf(approval))).toBeUndefined();
    expect(await readBegun(places(), stack)).toEqual(begunOf(other));
  });
});

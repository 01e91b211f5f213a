import { describe, expect, test } from "vitest";
import { z } from "zod";
import { bind } from "./bind.ts";
import { KeyedLocks, Slots } from "../storage/concurrency.ts";
import type { Kind, Operation } from "./kind.ts";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const inputs = z.object({ name: z.string(), size: z.number(), more: z.object({ digest: z.string() }).optional() });
const outputs = inputs.extend({ found: z.boolean() });
type Inputs = z.output<typeof inputs>;
type Outputs = z.output<typeof outputs>;

const kind: Kind<Inputs, Outputs> = {
  description: "A thing of a test.",
  inputs,
  outputs,
  id: ({ name }) => name,
  diff: (olds, news) => ({ changes: olds.size === news.size ? [] : ["size"], replaces: [] }),
  create: async (_operation, news) => ({ ...news, found: true }),
  read: async (_operation, olds) => (olds.found ? { ...olds, size: 7 } : undefined),
  update: async (_operation, olds, news) => ({ ...olds, ...news }),
  delete: async () => undefined,
};
const bound = bind(kind);
const operation: Operation = {
  urn: "urn:pulumi:test::cloud-images::a:b:C::a",
  places: { tree: "/tree", staging: "/staging" },
  results: "/results",
  dailiesGoAfter: 120,
  dailiesHideAfter: undefined,
  url: undefined,
  advisories: [],
  signing: undefined,
  gitlabToken: undefined,
  slots: new Slots(1),
  locks: new KeyedLocks(),
  process: {},
  signal: new AbortController().signal,
  report: () => undefined,
  warn: () => undefined,
};
const state = { name: "a", size: 1, found: true };

describe("a resource's inputs", () => {
  test("that are wrong are each named, before anything is done", async () => {
    expect(bound.check({ name: "a", size: 1 })).toEqual([]);
    expect(bound.check({ name: 1, size: "large" }).map(({ property }) => property)).toEqual(["name", "size"]);
    await expect(bound.create(operation, { name: 1 })).rejects.toThrow(/the resource's inputs: name/);
  });

  test.each([
    ["itself", { name: "a", size: unknown }, ["size"]],
    ["deep inside", { name: "a", size: 1, more: { digest: unknown } }, ["more"]],
  ])("of which one is not known yet (%s) are not judged, and are due in this run", (_where, news, changes) => {
    expect(bound.check(news)).toEqual([]);
    expect(bound.diff(state, news)).toEqual({ changes, replaces: [] });
  });

  test("that are known are compared with the state", () => {
    expect(bound.diff(state, { name: "a", size: 1 }).changes).toEqual([]);
    expect(bound.diff(state, { name: "a", size: 2 }).changes).toEqual(["size"]);
  });
});

test("what is read is the new state, and nothing where it is gone", async () => {
  const read = (found: boolean) =>
    bound.read(operation, { id: "a", outputs: { ...state, found }, inputs: { name: "a", size: 1 } });
  expect(await read(true)).toEqual({ id: "a", outputs: { ...state, size: 7 }, inputs: { name: "a", size: 1 } });
  expect(await read(false)).toBeUndefined();
});

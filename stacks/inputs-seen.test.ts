import * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { z } from "zod";
import { isRecord, notKnown, Secret } from "../images/model/input-values.ts";
import { lookThrough } from "./inputs-seen.ts";

/** Missing in the SDK's types: what a registration waits for. */
const promised = z.object({ promise: z.custom<() => Promise<unknown>>((value) => typeof value === "function") });

const settled = (registered: Record<string, unknown>): Promise<unknown> =>
  promised.parse(pulumi.output(registered)).promise();

const texts = (seen: unknown): unknown => {
  if (seen === notKnown) return "not known";
  if (seen instanceof Secret) return `secret: ${String(seen.value)}`;
  if (Array.isArray(seen)) return seen.map(texts);
  return isRecord(seen) ? Object.fromEntries(Object.entries(seen).map(([key, value]) => [key, texts(value)])) : seen;
};

it("plain inputs are seen at once and registered as they are", () => {
  const seen: unknown[] = [];
  const asset = new pulumi.asset.StringAsset("text");
  const inputs = { phase: "current", list: [1, { a: null }], asset, none: undefined };
  const registered = lookThrough(inputs, (found) => seen.push({ ...found, asset: 0 }));
  expect(registered).toEqual(inputs);
  expect(registered["asset"]).toBe(asset);
  expect(seen).toEqual([{ ...inputs, asset: 0 }]);
});

it("an output is seen when it is known, beside what was known before; a secret is seen as one", async () => {
  const seen: unknown[] = [];
  const inputs = {
    name: "x",
    networks: [{ port: pulumi.output("77aa") }],
    userData: pulumi.secret("token"),
    later: Promise.resolve(1),
  };
  const registered = lookThrough(inputs, (found) => seen.push(texts(found)));
  expect(seen).toEqual([{ name: "x", networks: [{ port: "not known" }], userData: "not known", later: "not known" }]);
  await settled(registered);
  expect(seen.at(-1)).toEqual({ name: "x", networks: [{ port: "77aa" }], userData: "secret: token", later: 1 });
  expect(await pulumi.isSecret(pulumi.output(registered["userData"]))).toBe(true);
});

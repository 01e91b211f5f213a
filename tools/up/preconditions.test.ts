import { expect, test } from "vitest";
import type { Facts } from "../../images/plan/facts.ts";
import { tombstoneOf } from "../../test/samples/stacks-samples.ts";
import { version } from "../../test/samples/samples.ts";
import { refuseLostTree } from "./preconditions.ts";

const image = "debian-13-generic-amd64-daily-20260717-2542";
const known = `urn:pulumi:NAME::cloud-images::debian:cloud:PublishedImage$debian:mirror:ImageFiles::${image}-files`;
const index = "urn:pulumi:NAME::cloud-images::debian:mirror:Index::trixie-daily-index";
const set = { version: version("20260717-2542"), expect: { required: [], bestEffort: [] }, images: [] };

const refuse = ({ sets = [], tombstones = [] }: Partial<Facts>, urns: readonly string[], stack = "trixie-daily") =>
  refuseLostTree(
    { publications: [{ facts: { sets, tombstones } }] },
    { resources: new Map(urns.map((urn) => [urn, {}])) },
    { stack, places: { tree: "/srv/tree", staging: "/srv/staging" } },
  );

test("a tree without any record is refused where the state knows images: its disk may not be mounted", () => {
  expect(() => refuse({}, [known, index])).toThrow(
    /^\/srv\/tree is "no record of any image": expected a tree with the 1 image that the state of trixie-daily knows; mount the tree/,
  );
  expect(() => refuse({}, [known], "dev")).toThrow("npm run dev -- --remove");
});

test.each<[string, Partial<Facts>, readonly string[]]>([
  ["is new", {}, []],
  ["has a set", { sets: [set] }, [known]],
  ["was emptied, and remembers it", { tombstones: [tombstoneOf(image)] }, [known]],
  ["has nothing left but its index", {}, [index]],
])("a tree that %s is taken as it is", (_, facts, urns) => {
  expect(() => refuse(facts, urns)).not.toThrow();
});

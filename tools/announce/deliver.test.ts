import { expect, test } from "vitest";
import type { Event } from "../../images/announcements/events.ts";
import type { Member } from "../../images/model/image.ts";
import { day, version } from "../../test/samples/samples.ts";
import { messageIdOf } from "./deliver.ts";

const common = { day: day("2026-07-17"), version: version("20260717-2542") };
const withdrawn = (...members: Member[]): Event => ({ kind: "withdrawn", ...common, members, reason: "no network" });
const idOf = (event: Event): string => messageIdOf(event, "trixie-daily");

test("a mail's id is the same for the same event, and stands in a header as it is", () => {
  const published: Event = { kind: "published", ...common, members: ["generic/amd64", "generic/arm64"] };
  expect(idOf(published)).toBe("published.20260717-2542.trixie-daily@cloud-images");
  expect(idOf({ ...published, members: ["generic/amd64"] })).toBe(idOf(published));
  expect(idOf(withdrawn("generic/amd64"))).toBe("withdrawn.20260717-2542.generic.amd64.trixie-daily@cloud-images");
  expect(idOf(withdrawn("generic/amd64", "generic/arm64"))).toMatch(/^[\w.-]+@cloud-images$/);
});

test("a list drops no withdrawal for one of fewer images, after which a run was killed", () => {
  const ids = [withdrawn("generic/amd64"), withdrawn("generic/amd64", "generic/arm64")].map(idOf);
  expect(new Set([...ids, idOf(withdrawn("generic/amd64", "nocloud/arm64"))]).size).toBe(3);
});

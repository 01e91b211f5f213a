import { expect, test } from "vitest";
import { day } from "../../test/samples/samples.ts";
import { recordsApi } from "../tree/record.ts";
import { listingsSchema, withListings, type Listing, type Listings } from "./listings.ts";

const listing = (image: string, on: string): Listing => ({
  image,
  cloud: "azure",
  name: `Debian:debian-13:13-gen2:${image}`,
  day: day(on),
});
const none: Listings = {
  apiVersion: recordsApi,
  suite: "trixie",
  channel: "release",
  kind: "Marketplace",
  listings: [],
};

test("what is live keeps the day on which it was seen first, whoever looks again", () => {
  const once = withListings(none, [listing("b", "2026-07-20")]);
  const twice = withListings(once, [listing("a", "2026-07-22"), listing("b", "2026-07-22")]);
  expect(twice.listings).toEqual([listing("a", "2026-07-22"), listing("b", "2026-07-20")]);
});

test.each(["Debian:debian-13:13-gen2:0.1; rm -rf /", "$(id)", "a\nb", ""])(
  "a name that would be another command on a page is refused: %j",
  (name) => {
    const listings = [{ image: "a", cloud: "azure", name, day: "2026-07-20" }];
    expect(listingsSchema.safeParse({ ...none, listings }).success).toBe(false);
  },
);

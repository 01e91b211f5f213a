import { z } from "zod";
import { daySchema } from "../model/day-schema.ts";
import { channelIdentity } from "../tree/record.ts";

const listingSchema = z.object({
  image: z.string(),
  /** The beginning of the names of the cloud's targets. */
  cloud: z.string(),
  /** The version as the cloud's users name it: `Debian:debian-13:13-gen2:0.20260717.2542`. Part of commands on pages. */
  name: z.string().regex(/^[\w.-]+(?:[:/][\w.-]+)*$/),
  /** The day on which somebody saw it there first. */
  day: daySchema,
});

/** `marketplace.json` in a channel's directory: the images that are live in marketplaces of clouds. */
export const listingsSchema = z.object({
  ...channelIdentity,
  kind: z.literal("Marketplace"),
  listings: z.array(listingSchema),
});

export type Listing = z.output<typeof listingSchema>;
export type Listings = z.output<typeof listingsSchema>;

/** The channel's record with more that is live. What it had keeps its day: a marketplace changes no version that is live. */
export function withListings(known: Listings, found: readonly Listing[]): Listings {
  const all = new Map([...found, ...known.listings].map((each) => [keyOf(each), each]));
  return { ...known, listings: [...all.values()].toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)) };
}

const keyOf = ({ image, cloud, name }: Listing): string => `${image} ${cloud} ${name}`;

import * as fc from "fast-check";
import { expect, test } from "vitest";
import { indexes } from "../../test/samples/readers-samples.ts";
import { publicChannel, type PublicSet } from "./public.ts";
import { security } from "./security.ts";

const isWanted = ({ decision }: Pick<PublicSet, "decision">): boolean =>
  decision !== undefined && (decision.rule !== "at-latest" || decision.reasons.join().includes("DSA-5999-1"));
const reasons = fc.constantFrom("openssl 3.5.1-1: DSA-5999-1, CVE-2026-1", "rebuilds");

test("has the releases with a security fix, be they withdrawn, and no daily", () => {
  fc.assert(
    fc.property(indexes(reasons), (index) => {
      const channel = publicChannel(index);
      const [feed] = security.write([channel]);
      const wanted = [...channel.sets, ...channel.withdrawals].filter(isWanted);
      const ids = [...(feed?.text ?? "").matchAll(/<id>tag:[^<]*\/([0-9-]+)<\/id>/g)].map(([, version]) => version);
      expect(ids.toSorted()).toEqual(
        index.channel === "daily" ? [] : [...new Set(wanted.map(({ version }) => version as string))].toSorted(),
      );
    }),
  );
});

test("says of each withdrawn one that it is, and links from the tree's root", () => {
  fc.assert(
    fc.property(indexes(reasons), (index) => {
      const channel = publicChannel(index);
      const feed = security.write([channel])[0]?.text ?? "";
      const withdrawn = index.channel === "daily" ? [] : channel.withdrawals.filter(isWanted);
      expect(feed.match(/<title>\S+ Withdrawn: /g) ?? []).toHaveLength(withdrawn.length);
      for (const [, link = ""] of feed.matchAll(/rel="alternate" href="([^"]*)"/g))
        expect(link).toMatch(/^[a-z-]+\/(?:\d{8}-\d+\/|index\.json)$/);
    }),
  );
});

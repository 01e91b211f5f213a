import * as fc from "fast-check";
import { expect, test } from "vitest";
import { indexes } from "../../test/samples/readers-samples.ts";
import { publicChannel } from "./public.ts";
import { security } from "./security.ts";

test("has the releases with a security fix, and no daily", () => {
  fc.assert(
    fc.property(indexes(fc.constantFrom("openssl 3.5.1-1: DSA-5999-1, CVE-2026-1", "rebuilds")), (index) => {
      const channel = publicChannel(index);
      const [feed] = security.write([channel]);
      const wanted = channel.sets.filter(
        ({ decision }) =>
          decision !== undefined && (decision.rule !== "at-latest" || decision.reasons.join().includes("DSA-5999-1")),
      );
      const ids = [...(feed?.text ?? "").matchAll(/<id>tag:[^<]*\/([0-9-]+)<\/id>/g)].map(([, version]) => version);
      expect(ids.toSorted()).toEqual(
        index.channel === "daily" ? [] : wanted.map(({ version }) => version as string).toSorted(),
      );
    }),
  );
});

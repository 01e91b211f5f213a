import { describe, expect, it } from "vitest";
import { amphoraBuild, amphoraPolicy, existingAmphora } from "../../test/samples/workloads/amphora.ts";
import type { AmphoraFacts } from "./model/facts.ts";
import { planAmphora } from "./model/plan.ts";
import { amphoraImages, amphoraTag } from "./inputs.ts";
import type { ObservedCloud } from "./facts.ts";

const older = "debian-bookworm-zed-octavia-12.9.0-20260401-amd64";
const newer = "debian-bookworm-zed-octavia-12.10.0-20260601-amd64";

function planned(facts: Partial<AmphoraFacts>) {
  const place: ObservedCloud = {
    cloud: { cloud: "partner", release: "zed", project: "service", tag: "amphora", arch: "amd64", replaces: [] },
    facts: { images: [], foreign: [], builds: [], carried: [], ...facts },
    policy: amphoraPolicy,
  };
  const plan = planAmphora(place.facts, place.policy);
  return { images: amphoraImages(plan, place), tag: amphoraTag(plan, place) };
}

const current = existingAmphora(older, { tags: ["amphora"] });

describe("the resources of a cloud", () => {
  it("are the images that stay, from what Glance tells of them, and the wanted one, from its build", () => {
    const { images, tag } = planned({ images: [current], builds: [amphoraBuild(newer)] });
    expect(images).toMatchObject([
      { image: older, file: null, visibility: "private" },
      { image: newer, file: `/builds/${newer}.qcow2`, visibility: "private" },
    ]);
    expect(tag).toMatchObject({ image: newer, tag: "amphora", repair: [`tag ${newer}`, `untag ${older}`] });
  });

  it("ask for nothing once all is as it is to be", () => {
    const { images, tag } = planned({ images: [current], builds: [amphoraBuild(older)] });
    expect([...images, tag].map((inputs) => inputs?.repair)).toEqual([undefined, undefined]);
  });

  it("put right what became public", () => {
    const { images } = planned({ images: [{ ...current, visibility: "public" }] });
    expect(images[0]).toMatchObject({ visibility: "private", repair: ["it is public"] });
  });

  it("leave out what was never whole and is not wanted", () => {
    const half = existingAmphora(older, { status: "queued", verified: null });
    const { images } = planned({ images: [half], builds: [amphoraBuild(newer)] });
    expect(images.map(({ image }) => image)).toEqual([newer]);
  });

  it("leave the tag alone where nothing may be taken", () => {
    expect(planned({ images: [] }).tag).toBeNull();
  });
});

import { expect, test } from "vitest";
import type { Phase } from "../../images/tree/record.ts";
import { setPlan } from "../../test/samples/stacks-samples.ts";
import { inClouds } from "../image-at-target.ts";
import { imageInputs, type ImageInAws } from "./inputs.ts";
import { awsTarget, type AwsPlace } from "./model/target.ts";

const home = "eu-west-1";
const place: AwsPlace = {
  account: "903794441882",
  profile: null,
  deletion: null,
  home,
  region: home,
  outsider: null,
  parameters: null,
  without: [],
  spareLaunched: 7,
};

/** An image in a region, which was current before. */
function inRegion(region: string, phase: Phase): ImageInAws {
  const target = { ...awsTarget({ ...place, region }, { required: true }), vendors: null };
  const [image] = setPlan("20260717-2542", { "generic/amd64": ["current", phase] }).images;
  const standing = image?.targets.get("mirror");
  if (image === undefined || standing === undefined) throw new Error("no image");
  const there = { ...image, targets: new Map([[target.name, { ...standing, reason: `it is ${phase}` }]]) };
  const [found] = inClouds(there, { targets: [target], down: new Map() });
  if (found === undefined) throw new Error("no place");
  return { ...found, target };
}

test("a region in which the image is lost is left alone: it is not made there again", () => {
  const { regions } = imageInputs([inRegion(home, "superseded"), inRegion("eu-west-3", "lost")]);
  expect(regions).toEqual({ [home]: { required: true }, "eu-west-3": { required: true, down: "it is lost" } });
});

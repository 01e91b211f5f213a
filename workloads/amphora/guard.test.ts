import { describe, expect, it } from "vitest";
import { amphoraTypes } from "./model/resources.ts";
import { existingAmphora } from "../../test/samples/workloads/amphora.ts";
import { amphoraDeletionRefusal } from "./guard.ts";

const name = "debian-bookworm-zed-octavia-12.9.0-20260401-amd64";
const other = "debian-bookworm-zed-octavia-12.10.0-20260601-amd64";
const gone = "debian-bookworm-zed-octavia-12.8.0-20260101-amd64";
const images = [existingAmphora(name), existingAmphora(other)];
const refusal = amphoraDeletionRefusal([
  { place: { cloud: { cloud: "partner" }, facts: { images } }, plan: { due: [existingAmphora(name)] } },
]);
const pending = (type: string, image = name, at = "partner") => ({
  type,
  name: "x",
  inputs: { image, cloud: at },
  outputs: {},
});

describe("of the stack amphora", () => {
  it.each([
    ["an image that is due", pending(amphoraTypes.image)],
    ["an image that a killed run, or somebody else, has deleted in Glance", pending(amphoraTypes.image, gone)],
    ["what says which image has the tag, since it takes the tag from none", pending(amphoraTypes.tag)],
    ["what was seen of a boot", pending(amphoraTypes.boot)],
  ])("%s may go", (_case, resource) => {
    expect(refusal(resource)).toBeNull();
  });

  it.each([
    ["an image that the plan does not name", pending(amphoraTypes.image, other)],
    ["the same image in another cloud", pending(amphoraTypes.image, name, "daily")],
    ["an image of a cloud that the stack names no more", pending(amphoraTypes.image, gone, "daily")],
    ["a whole cloud", pending("debian:cloud:Amphora")],
    ["anything else", pending("openstack:images/image:Image")],
  ])("%s stays", (_case, resource) => {
    expect(refusal(resource)).toContain("the plan keeps it");
  });
});

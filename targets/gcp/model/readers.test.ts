import { describe, expect, it } from "vitest";
import { gcpReaders } from "./readers.ts";

const ref = "projects/debian-images/global/images/debian-13-arm64-20260717-2542";
const at = { target: "gcp-debian-images", refs: [ref] };
const image = {
  name: "debian-13-gce-arm64-20260717-2542",
  family: "debian-13-gce-arm64",
  suite: "trixie",
  channel: "release",
} as const;

describe("readers find an image of Google Cloud", () => {
  it("in its project, by the name that the record has", () => {
    expect(gcpReaders.placeOf(at.target)).toBe("project debian-images");
    expect(gcpReaders.commands({ ...image, arch: "amd64" }, at).map(({ line }) => line)).toEqual([
      `gcloud compute images describe ${ref}`,
      `gcloud compute instances create NAME --zone=ZONE --image=${ref}`,
    ]);
  });

  it("and start one of arm64 on a machine of that arch", () => {
    const [, start] = gcpReaders.commands({ ...image, arch: "arm64" }, at);
    expect(start?.line).toMatch(/--machine-type=c4a-standard-1$/);
  });
});

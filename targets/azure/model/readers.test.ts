import { describe, expect, it } from "vitest";
import { azureReaders } from "./readers.ts";

const gallery = "debian-0a1b2c3d-1111-2222-3333-444455556666";
const ref = `/CommunityGalleries/${gallery}/Images/debian-13-amd64/Versions/0.20260717.2542`;
const inPrivate = "debian/images/debian-13-amd64/versions/0.20260717.2542";
const image = { name: "debian-13-azure-amd64-20260717-2542", suite: "trixie", channel: "release" } as const;
const at = (...refs: string[]) => ({ target: "azure-westeurope", refs });

describe("readers find an image of Azure", () => {
  it("in its region, by the name that everybody starts it from", () => {
    expect(azureReaders.placeOf("azure-westeurope")).toBe("westeurope");
    expect(azureReaders.commands({ ...image, arch: "amd64" }, at(ref, inPrivate)).map(({ line }) => line)).toEqual([
      `az sig image-version show-community --location westeurope --public-gallery-name ${gallery} --gallery-image-definition debian-13-amd64 --gallery-image-version 0.20260717.2542`,
      `az sig image-version list-community --location westeurope --public-gallery-name ${gallery} --gallery-image-definition debian-13-amd64`,
      `az vm create --resource-group GROUP --name NAME --location westeurope --image ${ref} --accept-term`,
    ]);
  });

  it("and start one of arm64 on a machine of that arch", () => {
    expect(azureReaders.commands({ ...image, arch: "arm64" }, at(ref)).at(-1)?.line).toMatch(
      / --size Standard_D2ps_v6$/,
    );
  });

  it("and are given no command for a version that is private", () => {
    expect(azureReaders.commands({ ...image, arch: "amd64" }, at(inPrivate))).toEqual([]);
  });
});

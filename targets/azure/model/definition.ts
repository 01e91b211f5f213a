import type { Arch } from "../../../images/model/definitions/arches.ts";
import { familyName, type Image } from "../../../images/model/image.ts";
import { cloudFamily } from "../../names.ts";
import { azurePlan, publisher } from "./plan.ts";

/** Image definitions of the galleries: how Azure starts the versions of a family. A definition cannot be changed. */

type Family = Omit<Image, "version">;

/** In Azure's words, as both the Resource Manager and its resource classes take them. */
export interface GalleryDefinition {
  name: string;
  osType: "Linux";
  osState: "Generalized";
  hyperVGeneration: "V2";
  architecture: "x64" | "Arm64";
  features: readonly { name: string; value: string }[];
  identifier: { publisher: string; offer: string; sku: string };
}

interface Machine extends Pick<GalleryDefinition, "architecture"> {
  /** Debian signs its boot loader; Azure has Trusted Launch only on these machines. */
  trustedLaunch: boolean;
  /** As Debian's plans in the Marketplace end. */
  sku: string;
}

/** Arches that Azure has machines of. Both boot by UEFI alone: generation 2. */
const machines: Readonly<Partial<Record<Arch, Machine>>> = {
  amd64: { architecture: "x64", trustedLaunch: true, sku: "gen2" },
  arm64: { architecture: "Arm64", trustedLaunch: false, sku: "arm64" },
};

export const azureArches = (Object.keys(machines) as Arch[]).filter((arch) => machines[arch] !== undefined);

/** Debian's images for Azure are the family's only ones there; those of other vendors say whose they are. */
export const definitionName = (family: Family): string =>
  family.vendor === "azure" ? cloudFamily(family) : familyName(family);

/** Undefined where Azure has no machines of the arch. Everything is stated that has a value: a later API has other defaults. */
export function galleryDefinition(family: Family): GalleryDefinition | undefined {
  const machine = machines[family.arch];
  if (machine === undefined) return undefined;
  const { offer, plan } = azurePlan(family);
  return {
    name: definitionName(family),
    osType: "Linux",
    osState: "Generalized",
    hyperVGeneration: "V2",
    architecture: machine.architecture,
    features: [
      ...(machine.trustedLaunch ? [{ name: "SecurityType", value: "TrustedLaunchSupported" }] : []),
      { name: "DiskControllerTypes", value: "SCSI, NVMe" },
      { name: "IsAcceleratedNetworkSupported", value: "True" },
    ],
    identifier: {
      publisher,
      offer: family.vendor === "azure" ? offer : `${offer}-${family.vendor}`,
      sku: `${plan}-${machine.sku}`,
    },
  };
}

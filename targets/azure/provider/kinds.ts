import { bind, type BoundKind } from "../../../provider-sdk/bind.ts";
import { azureTypes } from "../model/resources.ts";
import { azureImage } from "./image/index.ts";
import { azureLatest } from "./latest/index.ts";
import { sharedVersion } from "./shared/index.ts";

export const azureKinds: readonly (readonly [type: string, kind: BoundKind])[] = [
  [azureTypes.image, bind(azureImage)],
  [azureTypes.sharedVersion, bind(sharedVersion)],
  [azureTypes.latest, bind(azureLatest)],
];

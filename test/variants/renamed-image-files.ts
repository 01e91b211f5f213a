import type * as pulumi from "@pulumi/pulumi";
import { ImageFiles as Real } from "../../components/resources.ts";
import type { InputsOf } from "../../provider-sdk/inputs.ts";
import type { ImageFilesInputs } from "../../images/tree/resources.ts";

export * from "../../components/resources.ts";

/** Replaces a resource by the same one under another name, as a careless refactoring would. */
export class ImageFiles extends Real {
  constructor(name: string, args: InputsOf<ImageFilesInputs>, options: pulumi.CustomResourceOptions) {
    super(name.replace("-files", "-data"), args, options);
  }
}

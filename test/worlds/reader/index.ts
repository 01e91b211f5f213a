import * as pulumi from "@pulumi/pulumi";
import type { CurrentImage, PublishedImages } from "../../../images/model/current-image.ts";

const config = new pulumi.Config();
const publisher = new pulumi.StackReference(config.require("publisher"));

/** What an `openstack.compute.Instance` or a `libvirt.Volume` would be given. */
export const image = publisher
  .requireOutput("images")
  .apply(
    (images: PublishedImages): CurrentImage | undefined =>
      images[config.require("channel")]?.current[config.require("family")],
  );

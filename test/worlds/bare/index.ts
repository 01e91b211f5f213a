import * as pulumi from "@pulumi/pulumi";

/** A resource with a few short texts, as a settled image has. */
class Thing extends pulumi.CustomResource {
  constructor(name: string, options: pulumi.CustomResourceOptions) {
    super("bare:index:Thing", name, { text: name, digest: name.padEnd(128, "0") }, options);
  }
}

class Pair extends pulumi.ComponentResource {
  constructor(name: string) {
    super("bare:index:Pair", name);
    new Thing(`${name}-thing`, { parent: this });
  }
}

const config = new pulumi.Config();
for (let index = 0; index < config.requireNumber("pairs"); index += 1) new Pair(`pair-${index}`);
for (let index = 0; index < config.requireNumber("things"); index += 1) new Thing(`thing-${index}`, {});

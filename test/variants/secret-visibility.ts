import * as pulumi from "@pulumi/pulumi";

/** Replaces the guard by one that shows an amphora image, and says so in a secret. */
export function guardDeletions(): () => void {
  const args = { visibility: pulumi.secret("public") };
  new pulumi.ComponentResource("debian:openstack:AmphoraImage", "x", args);
  return () => undefined;
}

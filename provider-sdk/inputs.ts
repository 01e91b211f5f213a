import type * as pulumi from "@pulumi/pulumi";

/** The inputs of a resource, each of which may come from another resource. */
export type InputsOf<Inputs extends object> = { [Key in keyof Inputs]: pulumi.Input<Inputs[Key]> };

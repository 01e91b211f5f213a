import type * as pulumi from "@pulumi/pulumi";

/** The inputs of a resource, each of which may come from another resource. */
export type InputsOf<Inputs extends object> = { [Key in keyof Inputs]: pulumi.Input<EachInput<Inputs[Key]>> };

/** Each value of a record with any keys may be an output by itself. */
type EachInput<Value> = Value extends object
  ? string extends keyof Value
    ? { [Key in keyof Value]: pulumi.Input<Value[Key]> }
    : Value
  : Value;

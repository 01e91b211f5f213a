import { UnknownValueError } from "@pulumi/policy";
import { notKnown } from "../images/model/input-values.ts";

/** Inputs as a policy pack gets them. Reading a value that a preview cannot know throws, which would end the whole rule. */
export const plainInputs = (inputs: object): Record<string, unknown> =>
  Object.fromEntries(Object.keys(inputs).map((key) => [key, read(inputs, key)]));

function read(holder: object, key: string): unknown {
  try {
    return plain(Reflect.get(holder, key));
  } catch (error) {
    if (error instanceof UnknownValueError) return notKnown;
    throw error;
  }
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return [...value.keys()].map((index) => read(value, String(index)));
  return typeof value === "object" && value !== null ? plainInputs(value) : value;
}

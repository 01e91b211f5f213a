import * as sdk from "@pulumi/policy";
import { expect, it } from "vitest";
import { z } from "zod";
import { plainInputs } from "./plain-inputs.ts";
import { notKnown } from "../images/model/input-values.ts";

/** Makes the inputs that a pack's rules get; the SDK exports it without its type. */
const { unknownCheckingProxy } = z
  .object({ unknownCheckingProxy: z.custom<(inputs: object) => object>((value) => typeof value === "function") })
  .parse(sdk);

/** The engine's sign for an unknown string (Pulumi's sdk, resource/properties.go). */
const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

it("what a preview cannot know is told from what it can, however deep it stands", () => {
  const inputs = unknownCheckingProxy({
    contents: unknownText,
    phase: "current",
    networks: [{ port: unknownText, name: "a" }, unknownText],
    none: null,
  });
  expect(plainInputs(inputs)).toEqual({
    contents: notKnown,
    phase: "current",
    networks: [{ port: notKnown, name: "a" }, notKnown],
    none: null,
  });
});

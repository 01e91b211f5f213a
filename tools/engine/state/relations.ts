import { z } from "zod";

/**
 * What the engine notes of a resource beside its properties. The state and a saved plan write it alike, but one may leave out what is
 * empty, and the order of dependencies is nobody's (pulumi 3.276.0, apitype.ResourceV3 and apitype.GoalV1).
 */
export type Relations = z.infer<typeof relationsSchema>;

const urns = z
  .array(z.string())
  .nullish()
  .transform((listed) => (listed ?? []).toSorted());
const text = z
  .string()
  .nullish()
  .transform((given) => given ?? "");

export const relationsSchema = z.object({
  parent: text,
  provider: text,
  protect: z
    .boolean()
    .nullish()
    .transform((given) => given ?? false),
  dependencies: urns,
  propertyDependencies: z
    .record(z.string(), urns)
    .nullish()
    .transform((given) => given ?? {}),
  additionalSecretOutputs: urns,
  customTimeouts: z
    .record(z.string(), z.unknown())
    .nullish()
    .transform((given) => given ?? {}),
});

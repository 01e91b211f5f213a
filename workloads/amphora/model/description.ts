import { z } from "zod";
import { isArch } from "../../../images/model/definitions/arches.ts";
import { sha512Schema, suiteSchema } from "../../../images/tree/record.ts";

/** What must be in an image for Octavia to boot it as an amphora: Debian's packages. */
export const amphoraParts = ["haproxy", "keepalived", "octavia-agent"] as const;

const text = z.string().min(1);

/** `NAME.json` beside the image's `NAME.qcow2`: what was built. */
export const amphoraDescriptionSchema = z.object({
  name: text,
  /** OpenStack's. */
  release: text,
  suite: suiteSchema,
  arch: z.string().refine(isArch, "an arch that Debian has"),
  /** The digest of the qcow2. */
  sha512: sha512Schema,
  versions: z.record(z.enum(amphoraParts), text),
  /** All that is installed. */
  packages: z.array(z.object({ name: text, version: text })),
});

export type AmphoraDescription = z.output<typeof amphoraDescriptionSchema>;

import { readFile } from "node:fs/promises";
import { z } from "zod";
import { deedSchema } from "./fault.ts";
import { createProvider } from "./provider.ts";

/** What `node redo.ts FILE` reads. The environment may hold a fault, as it may for the engine's plugin. */
const redoSchema = z.object({
  places: z.object({ tree: z.string(), staging: z.string() }),
  deeds: z.array(deedSchema),
});

const file = process.argv[2];
if (file === undefined) throw new TypeError("usage: node redo.ts FILE");
const { places, deeds } = redoSchema.parse(JSON.parse(await readFile(file, "utf8")));

// one after the other, so that a change of the disk belongs to one operation
const provider = createProvider({ report: () => undefined, warn: () => undefined });
await provider.configure({ ...places, jobs: 1 });
for (const { operation, urn, olds, news } of deeds) {
  if (operation === "create") await provider.create(urn, news);
  else if (operation === "update") await provider.update(urn, olds, news);
  else await provider.delete(urn, olds);
}
await provider.cancel();

import { readFile } from "node:fs/promises";
import { z } from "zod";
import { deedSchema } from "./fault.ts";
import { createProvider } from "./provider.ts";
import { redo } from "./redo.ts";

/** A process of its own that does operations again, to be killed: node redo-process.ts FILE. Its environment may hold the fault. */

const redoSchema = z.object({
  places: z.object({ tree: z.string(), staging: z.string() }),
  deeds: z.array(deedSchema),
});

const file = process.argv[2];
if (file === undefined) throw new TypeError("usage: node redo-process.ts FILE");
await redo(redoSchema.parse(JSON.parse(await readFile(file, "utf8"))), createProvider);

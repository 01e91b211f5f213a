import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { createSerializer, type Mapper } from "@azure/core-client";
import { refused } from "./rules.ts";

/**
 * Checks requests with the mappers of Microsoft's own client: what is required, what is read-only, which words a value may have. Its
 * version 22 is the last that ships them; they are not among what the package exports.
 */
const root = dirname(createRequire(import.meta.url).resolve("@azure/arm-compute/package.json"));
const mappers = (await import(pathToFileURL(join(root, "dist/esm/models/mappers.js")).href)) as Record<string, Mapper>;
const serializer = createSerializer(mappers, false);

/** Throws where the client itself could not have sent this body. */
export function checkShape(model: "GalleryImageVersion", body: unknown): void {
  const mapper = mappers[model];
  if (mapper === undefined) throw new Error(`@azure/arm-compute has no mapper ${model}`);
  try {
    const sent: unknown = serializer.serialize(mapper, serializer.deserialize(mapper, body, "body"), "body");
    if (!isDeepStrictEqual(sent, body)) throw new Error(`the client would send ${JSON.stringify(sent)}`);
  } catch (error) {
    throw refused("shape", error instanceof Error ? error.message : String(error));
  }
}

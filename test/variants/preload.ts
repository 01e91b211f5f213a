import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";
import path from "node:path";
import { z } from "zod";

/**
 * Loaded before everything else of a command under test: puts a test's module in the place of one of the project's, in
 * whichever of the command's processes loads it. The module itself may import the one that it stands for.
 */

/** Module of the project to the test's own, both relative to the project. */
const replacements = z
  .record(z.string(), z.string())
  .parse(JSON.parse(process.env["CLOUD_IMAGES_TEST_MODULES"] ?? "{}"));

const project = path.resolve(import.meta.dirname, "../..");
const urlOf = (module: string): string => pathToFileURL(path.join(project, module)).href;
const instead = new Map(Object.entries(replacements).map(([module, other]) => [urlOf(module), urlOf(other)]));

registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    const other = instead.get(found.url);
    return other === undefined || other === context.parentURL ? found : { ...found, url: other };
  },
});

import { registerHooks } from "node:module";
import { pathToFileURL } from "node:url";
import path from "node:path";
import { modulesVariable, type Modules } from "./modules.ts";

/**
 * Loaded before everything else of a command under test. In each of the command's processes it replaces modules of the project by a
 * test's. A test's module may import the one that it replaces. It loads no package: every process of every command would wait for it.
 */

const replacements: unknown = JSON.parse(process.env[modulesVariable] ?? "{}");
if (!isModules(replacements)) throw new Error(`${modulesVariable} has no modules`);

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

function isModules(value: unknown): value is Modules {
  return typeof value === "object" && value !== null && Object.values(value).every((each) => typeof each === "string");
}

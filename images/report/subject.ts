import { parseImageName, parseSetName, imageName, setName, type Image } from "../model/image.ts";
import { resourceTypes } from "../tree/resources.ts";
import type { EngineStep } from "./types.ts";

/** What a resource of the engine is about. */
export type Subject =
  | { of: "image"; image: Image; name: string }
  | { of: "set"; set: Pick<Image, "suite" | "channel" | "version">; name: string }
  | { of: "pointers" | "index" | "publication"; publication: string }
  | { of: "provider" | "engine" | "stranger" };

const named = /^(debian-.+?-\d{8}-\d+)(?:-.*)?$/s;

/** Resources bear the name of their image or set, whatever follows it, or that of their publication. */
export function subjectOf({ type, name }: Pick<EngineStep, "type" | "name">): Subject {
  switch (type) {
    case resourceTypes.index:
      return { of: "index", publication: name };
    case resourceTypes.latest:
      return { of: "pointers", publication: name.replace(/-latest$/, "") };
    case "debian:cloud:Pointer":
      return { of: "pointers", publication: name };
    case "debian:cloud:Publication":
      return { of: "publication", publication: name };
    case "pulumi:pulumi:Stack":
      return { of: "engine" };
  }
  if (type.startsWith("pulumi:providers:")) return { of: name.startsWith("default") ? "engine" : "provider" };
  return namedSubject(name);
}

function namedSubject(name: string): Subject {
  const base = named.exec(name)?.[1] ?? "";
  const image = parseImageName(base);
  if (image !== undefined) return { of: "image", image, name: imageName(image) };
  const set = parseSetName(base);
  return set === undefined ? { of: "stranger" } : { of: "set", set, name: setName(set) };
}

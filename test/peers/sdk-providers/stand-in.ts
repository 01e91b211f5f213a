import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { holdsUnknown, type Properties, type Provider } from "../../../provider-sdk/provider.ts";
import { rules, type Held } from "./rules.ts";
import { shapeOf } from "./shapes.ts";

/**
 * Replaces an SDK's provider. It takes exactly the inputs in the SDK's interfaces, keeps the rules of its cloud (rules.ts), and has the
 * account in a file, by URN: the file outlives a run, and a test may read and change it.
 */
export function standIn(file: string): Provider {
  const read = (): Map<string, Held> =>
    new Map(existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as [string, Held][]) : []);
  const write = (account: ReadonlyMap<string, Held>): void => {
    writeFileSync(file, JSON.stringify([...account], null, 1));
  };
  const put = (urn: string, inputs: Properties): Held => {
    const account = read();
    const type = typeOf(urn);
    const rule = rules[type];
    const others = [...account].filter(([other, held]) => other !== urn && held.type === type).map(([, held]) => held);
    const refusal = rule?.refuses?.(inputs, others);
    if (refusal !== undefined) throw new Error(refusal);
    const name = urn.split("::").at(-1) ?? "";
    const outputs = rule?.outputs?.(name, inputs) ?? {};
    const id = "id" in outputs ? String(outputs["id"]) : name;
    const held: Held = { type, id, properties: { ...inputs, ...outputs } };
    write(account.set(urn, held));
    return held;
  };
  return {
    schema: async () => "{}",
    configure: async () => undefined,
    check: async (urn, news) => failures(typeOf(urn), news),
    async diff(urn, olds, news) {
      const changes = [...shapeOf(typeOf(urn)).keys()].filter((key) => !isDeepStrictEqual(olds[key], news[key]));
      const replaces = rules[typeOf(urn)]?.replaces ?? [];
      return { changes, replaces: changes.filter((key) => replaces.includes(key)) };
    },
    async create(urn, news) {
      const held = read().get(urn);
      // pzp provider CanCreate; IAM: EntityAlreadyExists; Google: alreadyExists
      if (held !== undefined && rules[held.type]?.upserts !== true)
        throw new Error(`cannot create already existing resource '${held.id}'`);
      const { id, properties } = put(urn, news);
      return { id, outputs: properties };
    },
    async read(urn, { id }) {
      const held = read().get(urn);
      if (held === undefined) return undefined;
      const inputs = Object.fromEntries(Object.entries(held.properties).filter(([key]) => shapeOf(held.type).has(key)));
      return { id, outputs: held.properties, inputs };
    },
    async update(urn, olds, news) {
      const rule = rules[typeOf(urn)];
      const fixed = rule?.fixed?.find((key) => !isDeepStrictEqual(olds[key], news[key]));
      const refusal =
        fixed === undefined
          ? rule?.changes?.(olds, news)
          : `PropertyChangeNotAllowed: Changing property '${fixed}' is not allowed.`;
      if (refusal !== undefined) throw new Error(refusal);
      return put(urn, news).properties;
    },
    async delete(urn) {
      const account = read();
      const held = account.get(urn);
      if (held === undefined) return;
      const left = rules[held.type]?.deleted?.(held, account) ?? "gone";
      if (left === "stays") return;
      if (left === "gone") account.delete(urn);
      else if ("refused" in left) throw new Error(String(left.refused));
      else account.set(urn, { ...held, properties: left });
      write(account);
    },
    cancel: async () => undefined,
  };
}

const typeOf = (urn: string): string => urn.split("::")[2]?.split("$").at(-1) ?? "";

function failures(type: string, inputs: Properties): { property: string; reason: string }[] {
  const shape = shapeOf(type);
  return [
    ...Object.keys(inputs)
      .filter((key) => !shape.has(key) && !key.startsWith("__"))
      .map((property) => ({ property, reason: `${type} has no such input` })),
    ...[...shape]
      .filter(([key, need]) => need === "required" && inputs[key] === undefined && !holdsUnknown(inputs[key]))
      .map(([property]) => ({ property, reason: `${type} must have it` })),
  ];
}

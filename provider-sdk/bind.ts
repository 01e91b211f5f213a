import type { z } from "zod";
import { UserError } from "../images/model/errors.ts";
import { expectedOf } from "../images/model/text/expected-words.ts";
import type { Kind, Operation } from "./kind.ts";
import {
  holdsUnknown,
  type Difference,
  type Failure,
  type Properties,
  type Provider,
  type ReadState,
} from "./provider.ts";

/** A kind whose properties are read against its schemas first. */
export interface BoundKind {
  description: string;
  /** Its inputs, and what the state has of it. */
  schemas: { inputs: z.ZodType; outputs: z.ZodType };
  check(news: Properties): Failure[];
  diff(olds: Properties, news: Properties): Difference;
  look(operation: Operation, olds: Properties): Promise<readonly string[]>;
  create(operation: Operation, news: Properties): ReturnType<Provider["create"]>;
  read(operation: Operation, state: ReadState): ReturnType<Provider["read"]>;
  update(operation: Operation, olds: Properties, news: Properties): Promise<Properties>;
  delete(operation: Operation, olds: Properties): Promise<void>;
}

export function bind<Inputs extends Properties, Outputs extends Properties>(kind: Kind<Inputs, Outputs>): BoundKind {
  const inputsOf = (news: Properties): Inputs => parseProperties(kind.inputs, news, "the resource's inputs");
  const outputsOf = (olds: Properties): Outputs =>
    parseProperties(kind.outputs, kind.inTodaysKeys?.(olds) ?? olds, "the resource's state");
  return {
    description: kind.description,
    schemas: { inputs: kind.inputs, outputs: kind.outputs },
    check(news) {
      const issues = holdsUnknown(news) ? [] : (kind.inputs.safeParse(news).error?.issues ?? []);
      return issues.map((issue) => ({
        property: issue.path.map(String).join("."),
        reason: `expected ${expectedOf(issue)}`,
      }));
    },
    diff: (olds, news) =>
      // what depends on a value of this run is due in this run
      holdsUnknown(news) ? { changes: unknownKeys(news), replaces: [] } : kind.diff(outputsOf(olds), inputsOf(news)),
    look: async (operation, olds) => (await kind.look?.(operation, outputsOf(olds))) ?? [],
    async create(operation, news) {
      const inputs = inputsOf(news);
      return { id: kind.id(inputs), outputs: await kind.create(operation, inputs) };
    },
    async read(operation, { id, outputs, inputs }) {
      const found = await kind.read(operation, outputsOf(outputs));
      return found === undefined ? undefined : { id, outputs: found, inputs };
    },
    update: async (operation, olds, news) => kind.update(operation, outputsOf(olds), inputsOf(news)),
    delete: async (operation, olds) => kind.delete(operation, outputsOf(olds)),
  };
}

const unknownKeys = (news: Properties): string[] => Object.keys(news).filter((key) => holdsUnknown(news[key]));

/** Reads properties against their schema; throws a UserError that names each wrong one. */
export function parseProperties<Schema extends z.ZodType>(
  schema: Schema,
  value: Properties,
  where: string,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new UserError(
    ...result.error.issues.map((issue) => ({
      where: `${where}: ${issue.path.map(String).join(".")}`,
      value: "",
      expected: expectedOf(issue),
      remedy: "this is a fault of the program's; its state or its version does not fit",
    })),
  );
}

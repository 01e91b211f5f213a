/**
 * The calls of the engine to a provider, without their wire format. Properties are plain JSON; in a preview some may be unknown.
 */

export type Properties = Record<string, unknown>;

export interface Failure {
  property: string;
  reason: string;
}

export interface Difference {
  /** The properties that differ; none means that there is nothing to do. */
  changes: readonly string[];
  /** Those of them that can only be changed by replacing the resource. */
  replaces: readonly string[];
}

export interface Provider {
  /** Its package schema, as JSON. */
  schema(): Promise<string>;
  /** Reads the provider's configuration; throws a UserError. Makes nothing: previews configure too. */
  configure(config: Properties): Promise<void>;
  check(urn: string, news: Properties): Promise<Failure[]>;
  diff(urn: string, olds: Properties, news: Properties): Promise<Difference>;
  create(urn: string, news: Properties): Promise<{ id: string; outputs: Properties }>;
  /** Undefined when nothing of it is there any more. */
  read(urn: string, state: ReadState): Promise<{ id: string; outputs: Properties; inputs: Properties } | undefined>;
  update(urn: string, olds: Properties, news: Properties): Promise<Properties>;
  delete(urn: string, olds: Properties): Promise<void>;
  /** Ends what runs. The engine asks this at each normal end too. */
  cancel(): Promise<void>;
}

/** The properties in the state; empty when the resource is imported by its id. */
export interface ReadState {
  id: string;
  outputs: Properties;
  inputs: Properties;
}

/** Shows a line beside the resource in the engine's own display, until the next one replaces it. */
type Report = (urn: string, text: string) => void;
/** Tells people something that stays. */
type Warn = (urn: string, text: string) => void;

/** How a provider speaks to people while it works. */
export interface Display {
  report: Report;
  warn: Warn;
}

/** The engine's placeholder for a value that is only known after the run. */
const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

export function holdsUnknown(value: unknown): boolean {
  if (value === unknownValue) return true;
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some(holdsUnknown);
}

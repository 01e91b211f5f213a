/** The options of a run of the engine. */
export interface EngineOptions {
  stack: string;
  /** Read instead of `Pulumi.<stack>.yaml`. */
  configFile: string | null;
  refresh: boolean;
  /** The engine's own arguments, handed on as they are. */
  rest: readonly string[];
}

export const devStack = "dev";

interface Given {
  values: { readonly stack: string; readonly "config-file"?: string | undefined; readonly refresh: boolean };
  handedOn: readonly string[];
}

/** The options from the arguments of `up` and `preview`. */
export const engineOptionsOf = ({ values, handedOn }: Given): EngineOptions => ({
  stack: values.stack,
  configFile: values["config-file"] ?? null,
  refresh: values.refresh,
  rest: handedOn,
});

/** Marks an unknown input: the output of a resource that a preview does not make. */
export const notKnown: unique symbol = Symbol("not known yet");

/** Wraps an input that is a Pulumi secret. */
export class Secret {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

/** Whether a value, or anything in it, cannot be read. */
export function isVeiled(value: unknown): boolean {
  if (value === notKnown || value instanceof Secret) return true;
  return isRecord(value) && Object.values(value).some(isVeiled);
}

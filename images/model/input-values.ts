/** Stands for an input that is not known yet: the output of a resource that a preview does not make. */
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

/** Whether a value, or a part of it, is secret or not known yet. */
export function isVeiled(value: unknown): boolean {
  if (value === notKnown || value instanceof Secret) return true;
  return isRecord(value) && Object.values(value).some(isVeiled);
}

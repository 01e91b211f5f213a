import { jsonOrUndefined } from "./text/json.ts";

/** Stands for an input that is not known yet: the output of a resource that a preview does not make. */
export const notKnown: unique symbol = Symbol("not known yet");

/** Stands for the value of a secret that is only there encrypted, as in a state. */
export const notReadable: unique symbol = Symbol("encrypted");

/** Wraps an input that is a Pulumi secret. */
export class Secret {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

/** Whether a value, or a part of it, is this sign. */
export function holds(value: unknown, sign: typeof notKnown | typeof notReadable): boolean {
  return value === sign || (isRecord(value) && Object.values(value).some((part) => holds(part, sign)));
}

/** The value with each secret in it in clear. */
export const inClear = (value: unknown): unknown =>
  hasSecret(value) ? revealed(value, ({ value: secret }) => inClear(secret)) : value;

/** The value with each secret in it wrapped, also those that are written as Pulumi writes them on the wire and in a state. */
export const withSecrets = (value: unknown): unknown =>
  hasSecret(value) ? revealed(value, (secret) => secret) : value;

/** Few resources have one, so few are copied. */
function hasSecret(value: unknown): boolean {
  if (value instanceof Secret) return true;
  if (Array.isArray(value)) return value.some(hasSecret);
  return isPlain(value) && (value[mark] === secretMark || Object.values(value).some(hasSecret));
}

function revealed(value: unknown, reveal: (secret: Secret) => unknown): unknown {
  if (value instanceof Secret) return reveal(value);
  if (Array.isArray(value)) return value.map((part) => revealed(part, reveal));
  // an asset, for example, stays what it is
  if (!isPlain(value)) return value;
  if (value[mark] === secretMark) return reveal(new Secret(markedValue(value)));
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, revealed(part, reveal)]));
}

/** Whether a value is a plain object: no asset, no resource. */
export function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isRecord(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The key, and its value, of an object that stands for a secret (Pulumi's sdk, resource/sig). */
const mark = "4dabf18193072939515e22adb298388d";
const secretMark = "1b47061264138c4ac30d75fd1eb44270";

/** `value` on the wire; in a state `ciphertext`, or `plaintext` where it is exported with its secrets. */
function markedValue({ value, plaintext }: Readonly<Record<string, unknown>>): unknown {
  if (value !== undefined) return value;
  const read = typeof plaintext === "string" ? jsonOrUndefined(plaintext) : undefined;
  return read === undefined ? notReadable : read;
}

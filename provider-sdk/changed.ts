import { isDeepStrictEqual } from "node:util";

/** The keys whose values differ; a key that is missing equals one that is undefined. */
export function changedKeys<Key extends string>(
  olds: Partial<Record<Key, unknown>>,
  news: Partial<Record<Key, unknown>>,
  keys: readonly Key[],
): Key[] {
  return keys.filter((key) => !isDeepStrictEqual(olds[key], news[key]));
}

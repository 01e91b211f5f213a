import { structuresAt, textAt, textsAt, type Parameters } from "./query.ts";

/** The tags that a call gives to the new object of a type. */
export const taggedIn = (parameters: Parameters, type: string): Record<string, string> =>
  Object.fromEntries(
    structuresAt(parameters, "TagSpecification")
      .filter((each) => textAt(each, "ResourceType") === type)
      .flatMap((each) => structuresAt(each, "Tag"))
      .map((tag) => [textAt(tag, "Key") ?? "", textAt(tag, "Value") ?? ""]),
  );

/** Whether an object passes each filter: it has one of the filter's values. */
export const matches = (
  filters: readonly Parameters[],
  { tags, values }: { tags: Readonly<Record<string, string>>; values: Readonly<Record<string, string>> },
): boolean =>
  filters.every((filter) => {
    const name = textAt(filter, "Name") ?? "";
    const value = name.startsWith("tag:") ? tags[name.slice(4)] : values[name];
    return value !== undefined && textsAt(filter, "Value").includes(value);
  });

import { structuresAt, textAt, textsAt, type Parameters } from "./query.ts";

/** The tags that a call gives to what it makes. */
export const taggedIn = (parameters: Parameters, type: string): Record<string, string> =>
  Object.fromEntries(
    structuresAt(parameters, "TagSpecification")
      .filter((each) => textAt(each, "ResourceType") === type)
      .flatMap((each) => structuresAt(each, "Tag"))
      .map((tag) => [textAt(tag, "Key") ?? "", textAt(tag, "Value") ?? ""]),
  );

/** Whether a thing has what each filter names: one of its values. */
export const matches = (
  filters: readonly Parameters[],
  { tags, values }: { tags: Readonly<Record<string, string>>; values: Readonly<Record<string, string>> },
): boolean =>
  filters.every((filter) => {
    const name = textAt(filter, "Name") ?? "";
    const value = name.startsWith("tag:") ? tags[name.slice(4)] : values[name];
    return value !== undefined && textsAt(filter, "Value").includes(value);
  });

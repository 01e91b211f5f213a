/** `urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME`; a name may itself hold colons. */
export function partsOfUrn(urn: string): { type: string; name: string } {
  const [, , types = "", ...name] = urn.split("::");
  return { type: types.slice(types.lastIndexOf("$") + 1), name: name.join("::") };
}

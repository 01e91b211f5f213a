const pattern = /^(debian-.+?-\d{8}-\d+)(?:-(.*))?$/s;

/** Splits the name of a resource of an image or a set: `debian-13-generic-amd64-20260717-2542-files` into the image and `files`. */
export function splitResourceName(name: string): { base: string; rest: string } {
  const [, base = "", rest = ""] = pattern.exec(name) ?? [];
  return { base, rest };
}

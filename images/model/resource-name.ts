const pattern = /^(debian-.+?-\d{8}-\d+)(?:-(.*))?$/s;

/** Splits the name of an image's or a set's resource: `debian-13-generic-amd64-20260717-2542-files` is the image, and `files`. */
export function splitResourceName(name: string): { base: string; rest: string } {
  const [, base = "", rest = ""] = pattern.exec(name) ?? [];
  return { base, rest };
}

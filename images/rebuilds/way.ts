import { usualCommand } from "../builds/annotate.ts";
import type { Build } from "../builds/manifest.ts";

/** How an image can be built again. */
export type Way =
  | { by: "recipe" }
  /** The arguments of debian-cloud-images, made anew from the manifest: nothing that a record says is run. */
  | { by: "fai"; args: readonly string[] }
  | { by: "nobody"; why: string };

/** What builds an image of recipes/: the command that its manifest names. */
export const recipeCommand = ({
  suite,
  vendor,
  arch,
  version,
}: Record<"suite" | "vendor" | "arch" | "version", string>) =>
  `npm run sample -- --bootable --suite ${suite} --images ${vendor}/${arch} --version ${version}`;

/** The way to build an image again, by the command in its record and by its manifest. */
export function wayOf(command: string | null, build: Build): Way {
  const { release: suite, vendor, arch, version } = build.data.info;
  if (command === recipeCommand({ suite, vendor, arch, version })) return { by: "recipe" };
  const usual = usualCommand(build).split(" ");
  if (command !== null && !command.startsWith("debian-cloud-images build "))
    return { by: "nobody", why: `its command is of no kind that is known here: ${command}` };
  if (usual.some((word) => word.includes("'")))
    return { by: "nobody", why: "its manifest has names that need a shell" };
  return { by: "fai", args: usual.slice(1) };
}

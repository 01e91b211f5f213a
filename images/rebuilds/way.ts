import { buildArguments, isPlain } from "../builds/annotate.ts";
import type { Build } from "../builds/manifest.ts";
import { builderOf, type OwnVendors } from "../model/definitions/vendors.ts";

/** How an image can be built again. */
export type Way =
  | { by: "recipe" }
  /** The vendor's builder, and its arguments, made anew from the manifest: nothing that a record says is run. */
  | { by: "builder"; program: string; args: readonly string[] }
  | { by: "nobody"; why: string };

/** What builds an image of recipes/: the command that its manifest names. */
export const recipeCommand = ({
  suite,
  vendor,
  arch,
  version,
}: Record<"suite" | "vendor" | "arch" | "version", string>) =>
  `npm run sample -- --bootable --suite ${suite} --images ${vendor}/${arch} --version ${version}`;

/** The way to build an image again, by the command in its record and by its manifest. `own`: the stack's vendors. */
export function wayOf(command: string | null, build: Build, own: OwnVendors): Way {
  const { release: suite, vendor, arch, version } = build.data.info;
  if (command === recipeCommand({ suite, vendor, arch, version })) return { by: "recipe" };
  const program = builderOf(vendor, own);
  if (command !== null && (program === null || !command.startsWith(`${program} build `)))
    return { by: "nobody", why: `its command is of no kind that is known here: ${command}` };
  if (program === null)
    return { by: "nobody", why: `neither its record nor the row of the vendor ${vendor} says by what it is built` };
  const args = buildArguments(build);
  if (!args.every(isPlain)) return { by: "nobody", why: "its manifest has names that need a shell" };
  return { by: "builder", program, args };
}

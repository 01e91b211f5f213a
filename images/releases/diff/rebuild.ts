import type { ChangeName, PackageChange } from "./types.ts";

/** What makes a package that was built again more than that. */
const more: readonly ChangeName[] = ["security", "kernel-abi", "rename", "downgraded"];

/** Built again and nothing else: nothing that users would notice, whatever part of the archive it came by. */
export const isRebuild = ({ names }: Pick<PackageChange, "names">): boolean =>
  names.includes("rebuild") && !names.some((name) => more.includes(name));

import type { ChangeName, PackageChange } from "./types.ts";

/** Names that make a rebuilt package more than a rebuild. */
const more: readonly ChangeName[] = ["security", "kernel-abi", "rename", "downgraded"];

/** Whether the package was only built again: users notice no difference. */
export const isRebuild = ({ names }: Pick<PackageChange, "names">): boolean =>
  names.includes("rebuild") && !names.some((name) => more.includes(name));

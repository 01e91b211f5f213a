import { setFiles } from "../../images/tree/files.ts";
import { isTemporary } from "../files/atomic.ts";

const names: readonly string[] = Object.values(setFiles);

/** Whether a directory that holds only such files holds no image. */
export const isSetFile = (name: string): boolean => names.includes(name) || isTemporary(name);

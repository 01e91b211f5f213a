import path from "node:path";
import { devStack } from "../engine/options.ts";
import { project } from "../setup/bootstrap/folders.mjs";

/** Where `npm run dev` keeps what it makes. */
export const devFolder = path.join(project, ".dev");
export const sampleFolder = path.join(devFolder, "artifacts");
export const treeFolder = path.join(devFolder, "tree");
/** What the clouds of a trial have. */
export const cloudFolder = path.join(devFolder, "clouds");
/** The dev stack's configuration, where it differs from that of the project. */
export const devConfigFile = path.join(devFolder, `Pulumi.${devStack}.yaml`);

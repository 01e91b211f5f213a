import { homedir } from "node:os";
import path from "node:path";

/** The engine's own folder, with its login and its plugins: as the engine finds it. An empty variable is not set. */
export const engineHome = (env: NodeJS.ProcessEnv): string => env["PULUMI_HOME"] || path.join(homedir(), ".pulumi");

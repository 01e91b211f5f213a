import { runCommand } from "./run-command.ts";

// start.mjs has prepared the machine
process.exitCode = await runCommand(process.argv.slice(2));

import { tellLostOutput } from "./bootstrap/lost-output.mjs";
import { runCommand } from "./run-command.ts";

tellLostOutput();
// start.mjs has prepared the machine
process.exitCode = await runCommand(process.argv.slice(2));

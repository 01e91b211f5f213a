import { smallUp } from "./small-up.ts";

// a process of its own, which a test can kill
process.exitCode = await smallUp(process.argv.slice(2), process.env);

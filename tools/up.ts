import { readEngineOptions } from "./engine/options.ts";
import { up } from "./up/up.ts";

/** `npm run up -- --stack NAME`: needs neither a terminal nor a person. */
export const main = async (args: string[]): Promise<number> => (await up(readEngineOptions(args))).code;

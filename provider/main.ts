import { createProvider } from "./index.ts";
import { serve } from "../provider-sdk/rpc/serve.ts";

// the engine's address ends the arguments; the flags before it are the engine's own
const engine = process.argv.slice(2).findLast((argument) => !argument.startsWith("-"));

void serve(createProvider, engine);

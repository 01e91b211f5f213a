// Pulumi's SDK puts ts-node before .ts files, which knows less than Node itself does: from here on Node loads them
import { flushCompileCache } from "node:module";
import "./index.ts";

// the engine ends a pack by a signal, before which Node writes nothing: the next pack would compile everything again
flushCompileCache();

// Pulumi's SDK puts ts-node before .ts files, which knows less than Node itself does: from here on Node loads them
import "./index.ts";

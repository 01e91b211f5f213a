import type { TargetFacts } from "../target.ts";
import { isAws } from "./model/target.ts";

export const awsFacts: TargetFacts = {
  cloud: "aws",
  async observe(targets, channel, recorded) {
    const [first, ...rest] = targets.filter(isAws);
    if (first === undefined) return new Map();
    // the SDK is loaded where AWS is used
    const { observeAccount } = await import("./observe.ts");
    return observeAccount([first, ...rest], channel, recorded);
  },
};

import { endlessness } from "../../workloads/test-vm/model/endless.ts";
import type { Rule } from "../rule.ts";

export const testVmsExpire: Rule = {
  name: "test-vms-expire",
  description: "A test VM expires soon. Its server's name has the time, for people without the state.",
  reads: ["expires", "name", "metadata"],
  violations(resource) {
    const wrong = endlessness(resource, new Date());
    return wrong === undefined ? [] : [wrong];
  },
};

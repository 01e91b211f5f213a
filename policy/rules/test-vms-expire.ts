import { endlessness } from "../../workloads/test-vm/model/endless.ts";
import type { Rule } from "../rule.ts";

export const testVmsExpire: Rule = {
  name: "test-vms-expire",
  description: "A test VM says when it goes, and that is soon; its server bears it, for those who have no state.",
  reads: ["expires", "name", "metadata"],
  violations(resource) {
    const wrong = endlessness(resource, new Date());
    return wrong === undefined ? [] : [wrong];
  },
};

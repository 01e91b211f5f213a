import { z } from "zod";
import type { Check } from "./check.ts";

/** The stages of a boot, as cloud-init's status.json names them, in their order. */
const stages = ["init-local", "init", "modules-config", "modules-final"] as const;

const stageSchema = z.object({ finished: z.number().nullable(), errors: z.array(z.string()) });
const statusSchema = z.object({
  v1: z.object({
    "init-local": stageSchema.optional(),
    init: stageSchema.optional(),
    "modules-config": stageSchema.optional(),
    "modules-final": stageSchema.optional(),
  }),
});

type Stages = z.output<typeof statusSchema>["v1"];

export const cloudInit: Check = {
  name: "cloud-init",
  about: "cloud-init ran to its end, in time and without an error",
  applies: (vendor) => vendor.cloudInit,
  collect: "cat /var/lib/cloud/data/status.json",
  judge(output, { seconds }) {
    const found = statusOf(output);
    if (found === undefined) return ["cloud-init says nothing of how it went (/var/lib/cloud/data/status.json)"];
    const errors = stages.flatMap((stage) =>
      (found[stage]?.errors ?? []).map((error) => `cloud-init failed in ${stage}: ${error}`),
    );
    const running = stages.find((stage) => typeof found[stage]?.finished !== "number");
    if (running === undefined) return errors;
    return [...errors, `cloud-init did not end in ${seconds} s: ${running} was not done`];
  },
};

function statusOf(output: string): Stages | undefined {
  try {
    return statusSchema.safeParse(JSON.parse(output)).data?.v1;
  } catch {
    return undefined;
  }
}

import { z } from "zod";
import { ask, type Session } from "./session.ts";

/** The project's own data in Compute Engine. */
const projectSchema = z.object({
  /** Its number. */
  id: z.string(),
  /** Its id, by which it is asked for. */
  name: z.string(),
  quotas: z.array(z.object({ metric: z.string(), limit: z.number(), usage: z.number() })).default([]),
});

export type GoogleProject = z.output<typeof projectSchema>;

export const getProject = (session: Session, signal: AbortSignal): Promise<GoogleProject> =>
  ask(
    session,
    { method: "GET", service: "compute", path: `/compute/v1/projects/${session.project}`, signal },
    projectSchema,
  );

const effectivePolicySchema = z.object({
  spec: z
    .object({
      rules: z
        .array(
          z.object({
            allowAll: z.boolean().default(false),
            denyAll: z.boolean().default(false),
            values: z.object({ allowedValues: z.array(z.string()).default([]) }).optional(),
          }),
        )
        .default([]),
    })
    .optional(),
});

/** Whether the organisation lets only members of its own be given access: then no image can be made public. */
export async function isSharingRestricted(session: Session, signal: AbortSignal): Promise<boolean> {
  const path = `/v2/projects/${session.project}/policies/iam.allowedPolicyMemberDomains:getEffectivePolicy`;
  const { spec } = await ask(session, { method: "GET", service: "orgpolicy", path, signal }, effectivePolicySchema);
  return (spec?.rules ?? []).some(
    ({ allowAll, denyAll, values }) => !allowAll && (denyAll || (values?.allowedValues.length ?? 0) > 0),
  );
}

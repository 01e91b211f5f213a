import { z } from "zod";
import { ask, type Session } from "./session.ts";

/** An image's IAM policy. Bindings that this program does not know are kept. */
const bindingSchema = z.looseObject({
  role: z.string(),
  members: z.array(z.string()).default([]),
  condition: z.unknown().optional(),
});

const policySchema = z.looseObject({
  version: z.number().optional(),
  etag: z.string().optional(),
  bindings: z.array(bindingSchema).default([]),
});

export type Policy = z.output<typeof policySchema>;
export type Binding = z.output<typeof bindingSchema>;

const pathOf = ({ project }: Session, image: string, call: string): string =>
  `/compute/v1/projects/${project}/global/images/${image}/${call}`;

/** Version 3, so that bindings with conditions come whole. */
export const getPolicy = (session: Session, image: string, signal: AbortSignal): Promise<Policy> =>
  ask(
    session,
    {
      method: "GET",
      service: "compute",
      path: pathOf(session, image, "getIamPolicy"),
      query: { optionsRequestedPolicyVersion: "3" },
      signal,
    },
    policySchema,
  );

/** Replaces the whole policy; throws a Refusal of status 409 or 412 where its etag is not the present one. */
export const setPolicy = (session: Session, image: string, policy: Policy, signal: AbortSignal): Promise<Policy> =>
  ask(
    session,
    {
      method: "POST",
      service: "compute",
      path: pathOf(session, image, "setIamPolicy"),
      json: { policy },
      signal,
    },
    policySchema,
  );

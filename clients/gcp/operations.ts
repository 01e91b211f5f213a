import { z } from "zod";
import { UserError } from "../../images/model/errors.ts";
import { Refusal } from "./refusal.ts";
import { ask, pause, type Session } from "./session.ts";

/** Compute Engine's operations: the progress of a change. */

export const operationSchema = z.object({
  name: z.string(),
  operationType: z.string().default(""),
  targetLink: z.string().default(""),
  status: z.enum(["PENDING", "RUNNING", "DONE"]),
  httpErrorStatusCode: z.number().optional(),
  error: z
    .object({
      errors: z.array(z.object({ code: z.string().default(""), message: z.string().default("") })).default([]),
    })
    .optional(),
});

type GoogleOperation = z.output<typeof operationSchema>;

/** Returns once the operation is done. One that is done with an error is a Refusal, though its answer is 200. */
export async function settled(session: Session, begun: GoogleOperation, signal: AbortSignal): Promise<void> {
  const end = Date.now() + session.limits.done;
  let operation = begun;
  while (operation.status !== "DONE") {
    if (Date.now() > end) throw tooLate(session, operation);
    const path = `/compute/v1/projects/${session.project}/global/operations/${operation.name}/wait`;
    operation = await ask(
      session,
      { method: "POST", service: "compute", path, answer: session.limits.wait, signal },
      operationSchema,
    );
    if (operation.status !== "DONE") await pause(session.limits.look, signal);
  }
  const { error, httpErrorStatusCode: status = 400 } = operation;
  if (error === undefined) return;
  const [first] = error.errors;
  throw new Refusal(
    { project: session.project, method: operation.operationType, service: "compute", path: lastPart(operation) },
    status,
    { reason: first?.code ?? "", message: error.errors.map(({ message }) => message).join("; ") },
  );
}

const lastPart = ({ targetLink }: GoogleOperation): string => targetLink.split("/").slice(-2).join("/");

const tooLate = ({ project, limits }: Session, operation: GoogleOperation): UserError =>
  new UserError({
    where: `Google project ${project}: ${operation.operationType} ${lastPart(operation)}`,
    value: `${operation.status} after ${limits.done / 60_000} minutes`,
    expected: "DONE",
    remedy: "run again: the next run continues",
  });

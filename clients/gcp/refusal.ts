import { z } from "zod";
import { UserError } from "../../images/model/errors.ts";
import { jsonOrUndefined } from "../../images/model/text/json.ts";
import { printable } from "../../images/model/text/printable.ts";
import { undefinedWhere } from "../undefined-where.ts";

/** One call, as people read it: `POST compute images`. */
interface Call {
  project: string;
  method: string;
  service: string;
  path: string;
}

const longestText = 400;

/** A call that did not succeed. */
export class Refusal extends UserError {
  /** The answer's HTTP status; null: there was none. */
  readonly status: number | null;
  /** Google's word for it: `alreadyExists`, `conditionNotMet`, `QUOTA_EXCEEDED`; empty where there is none. */
  readonly reason: string;

  constructor(call: Call, status: number | null, said: { reason: string; message: string }) {
    const reason = said.reason === "" ? "" : ` ${said.reason}`;
    super({
      where: `Google project ${call.project}: ${call.method} ${call.service} ${call.path}`,
      value:
        status === null ? `no answer: ${said.message}` : `${status}${reason}: ${said.message.slice(0, longestText)}`,
      expected: "success",
      remedy: remedyOf(status, said.reason),
    });
    this.status = status;
    this.reason = said.reason;
  }
}

const throttled: ReadonlySet<string> = new Set(["rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"]);

/** Another change of the same thing goes on: of a call whose answer was lost, or of another run. */
const busy: ReadonlySet<string> = new Set(["resourceNotReady", "RESOURCE_NOT_READY"]);

/** Whether the same call may succeed a little later. */
export const mayPass = ({ status, reason }: Refusal): boolean =>
  status === null ||
  status === 429 ||
  status >= 500 ||
  (status === 403 && throttled.has(reason)) ||
  (status === 400 && busy.has(reason));

const isMissing = (error: unknown): boolean => error instanceof Refusal && error.status === 404;

/** The value, or undefined where Google has no such thing. */
export const ifThere = <T>(value: Promise<T>): Promise<T | undefined> => undefinedWhere(isMissing, value);

/** Whether somebody else changed it in between, or made it first. */
export const isConflict = (error: unknown): error is Refusal =>
  error instanceof Refusal && (error.status === 409 || error.status === 412);

const exhausted: ReadonlySet<string> = new Set(["QUOTA_EXCEEDED", "quotaExceeded"]);

function remedyOf(status: number | null, reason: string): string {
  if (exhausted.has(reason))
    return "ask Google for a higher quota of this project, or remove what is not needed any more, and run again";
  if (status === null) return "see whether Google can be reached from here, and run again";
  if (status >= 500 || status === 429 || throttled.has(reason))
    return "wait until the service works again, and run again";
  switch (status) {
    case 401:
      return "renew the credentials (GOOGLE_APPLICATION_CREDENTIALS, or gcloud auth application-default login)";
    case 403:
      return "use credentials of this project with the permissions of targets/gcp/model/rights.json";
    case 404:
      return "see in the project whether it was removed or renamed, and run again";
    default:
      return "see what Google says, correct that, and run again";
  }
}

const errorSchema = z.object({
  error: z.object({
    message: z.string().default(""),
    status: z.string().default(""),
    errors: z.array(z.object({ reason: z.string().default("") })).default([]),
  }),
});

/** Google's description of an error: its JSON, or plain text. */
export function saidIn(text: string): { reason: string; message: string } {
  const { data } = errorSchema.safeParse(jsonOrUndefined(text));
  if (data === undefined)
    return { reason: "", message: printable(text.replace(/<[^>]*>/g, " ")).trim() || "no reason given" };
  const { message, status, errors } = data.error;
  return { reason: errors[0]?.reason ?? status, message: printable(message).trim() };
}

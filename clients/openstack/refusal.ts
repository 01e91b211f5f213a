import { UserError } from "../../images/model/errors.ts";
import { jsonOrUndefined } from "../../images/model/text/json.ts";
import { printable } from "../../images/model/text/printable.ts";
import { undefinedWhere } from "../undefined-where.ts";

/** One call, as people read it: `POST image /images`. */
export interface Call {
  cloud: string;
  method: string;
  service: string;
  path: string;
}

const longestText = 400;

/** A call that did not succeed. */
export class Refusal extends UserError {
  /** The answer's HTTP status; null: there was none. */
  readonly status: number | null;

  constructor(call: Call, status: number | null, said: string) {
    super({
      where: `cloud ${call.cloud}: ${call.method} ${call.service} ${call.path}`,
      value: status === null ? `no answer: ${said}` : `${status}: ${said.slice(0, longestText)}`,
      expected: "success",
      remedy: remedyOf(status, said),
    });
    this.status = status;
  }
}

/** The service does not answer, or has a fault: this may pass. */
export const isUnreachable = (error: unknown): boolean =>
  error instanceof Refusal && (error.status === null || error.status >= 500 || error.status === 429);

/** Whether the error says that the resource does not exist. */
export const isMissing = (error: unknown): error is Refusal => error instanceof Refusal && error.status === 404;

/** The value, or undefined where the service has no such thing. */
export const ifThere = <T>(value: Promise<T>): Promise<T | undefined> => undefinedWhere(isMissing, value);

/** Glance and Cinder say 413 where a quota is full, Nova 403, Neutron 409. */
const isOverQuota = (status: number, said: string): boolean =>
  status === 413 || ([403, 409].includes(status) && /\bquota\b/i.test(said));

function remedyOf(status: number | null, said: string): string {
  if (status === null) return "see whether the cloud is up and can be reached from here, and run again";
  if (isOverQuota(status, said))
    return "ask the cloud's operators for a higher quota, or remove what is not needed any more";
  if (status >= 500 || status === 429) return "wait until the service works again, and run again";
  switch (status) {
    case 401:
      return "check the credentials in clouds.yaml: they may have expired or been revoked";
    case 403:
      return "give the credentials the role that the call needs, or ask the cloud's operators for it";
    case 404:
      return "see with the cloud's own client whether it was removed, and run again";
    default:
      return "see what the service says, correct that, and run again";
  }
}

/** A service's description of an error: JSON in one of OpenStack's shapes, or Glance's web page. */
export function saidIn(text: string): string {
  const message = messageIn(jsonOrUndefined(text));
  if (message !== undefined) return printable(message).trim();
  const plain = text.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
  const shown = plain.replace(/<(title|h1)>.*?<\/\1>/gis, "").replace(/<[^>]*>/g, " ");
  return printable(shown).trim() || "no reason given";
}

/** Keystone's `error.message`, Nova's `badRequest.message`, Neutron's `NeutronError.message`, Octavia's `faultstring`. */
function messageIn(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const entries = Object.entries(value);
  const own = entries.find(([key, said]) => ["message", "faultstring"].includes(key) && typeof said === "string");
  if (own !== undefined) return String(own[1]);
  return entries.map(([, inner]) => messageIn(inner)).find((message) => message !== undefined);
}

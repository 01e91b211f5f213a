import { UserError } from "../../images/model/errors.ts";
import { jsonOrUndefined } from "../../images/model/text/json.ts";
import { printable } from "../../images/model/text/printable.ts";
import { undefinedWhere } from "../undefined-where.ts";

const longestText = 400;

/** A call that did not succeed. */
export class Refusal extends UserError {
  /** The answer's HTTP status; null: there was none. */
  readonly status: number | null;
  /** Azure's word for it: `AuthorizationFailed`. */
  readonly code: string;

  constructor(call: string, status: number | null, { code, message }: { code: string; message: string }) {
    super({
      where: `Azure: ${call}`,
      value: [status === null ? "no answer" : String(status), code, message]
        .filter(Boolean)
        .join(": ")
        .slice(0, longestText),
      expected: "success",
      remedy: remedies[code] ?? remedyOf(status),
    });
    this.status = status;
    this.code = code;
  }
}

/** The service does not answer, or has a fault: this may pass. */
export const isUnreachable = (error: unknown): boolean =>
  error instanceof Refusal && (error.status === null || error.status >= 500 || error.status === 429);

const saysStatus =
  (status: number) =>
  (error: unknown): boolean =>
    error instanceof Refusal && error.status === status;

/** The value, or undefined where Azure has no such thing. */
export const ifThere = <T>(value: Promise<T>): Promise<T | undefined> => undefinedWhere(saysStatus(404), value);

/**
 * The value, or undefined where the identity has no right to it: rights on a whole subscription are more than publishing needs. An old
 * subscription may have to register for what others have.
 */
export const ifAllowed = <T>(value: Promise<T>): Promise<T | undefined> =>
  undefinedWhere((error) => saysStatus(403)(error) || isUnregistered(error), value);

/** Azure's words are `MissingSubscriptionRegistration` for a provider; those for a feature could not be tried. */
const isUnregistered = (error: unknown): boolean =>
  error instanceof Refusal && /NotRegistered|SubscriptionRegistration/.test(error.code);

const remedies: Readonly<Partial<Record<string, string>>> = {
  KeyBasedAuthenticationNotPermitted:
    "allow shared keys at the storage account, as role accounts does: Azure reads a blob by the account's key to make a version of it",
};

function remedyOf(status: number | null): string {
  if (status === null) return "see whether Azure can be reached from here, and run again";
  if (status >= 500 || status === 429) return "wait until the service works again, and run again";
  switch (status) {
    case 401:
      return "check AZURE_TENANT_ID, AZURE_CLIENT_ID and the token or secret beside them: they may have expired";
    case 403:
      return "give the identity the actions of targets/azure/model/rights.json at the resource group, and run again";
    case 404:
      return "see in the portal whether it was removed, and run again";
    default:
      return "see what Azure says, correct that, and run again";
  }
}

/** Azure's description of an error: JSON of the Resource Manager or of the token endpoint, or the XML of a storage account. */
export function saidIn(text: string, headers: Headers): { code: string; message: string } {
  const own = messageIn(jsonOrUndefined(text));
  if (own !== undefined) return own;
  const code = headers.get("x-ms-error-code") ?? /<Code>(.*?)<\/Code>/s.exec(text)?.[1] ?? "";
  const message = /<Message>(.*?)<\/Message>/s.exec(text)?.[1] ?? "";
  return { code, message: printable(message).trim() };
}

/** The Resource Manager's `error.{code, message}`, the token endpoint's `error` and `error_description`. */
function messageIn(value: unknown): { code: string; message: string } | undefined {
  if (typeof value !== "object" || value === null || !("error" in value)) return undefined;
  const { error } = value;
  if (typeof error === "string")
    return {
      code: error,
      message: "error_description" in value ? printable(String(value.error_description)).trim() : "",
    };
  if (typeof error !== "object" || error === null) return undefined;
  const code = "code" in error ? String(error.code) : "";
  return { code, message: "message" in error ? printable(String(error.message)).trim() : "" };
}

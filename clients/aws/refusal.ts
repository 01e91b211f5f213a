import { UserError } from "../../images/model/errors.ts";
import { printable } from "../../images/model/text/printable.ts";
import { undefinedWhere } from "../undefined-where.ts";

/** A call that AWS refused, or did not answer. */
export class Refusal extends UserError {
  /** AWS's name of the error, as `InvalidAMIID.NotFound`; null: there was no answer. */
  readonly code: string | null;
  readonly status: number | null;

  constructor(call: string, { code, status, said }: { code: string | null; status: number | null; said: string }) {
    super({
      where: `AWS ${call}`,
      value: code === null ? `no answer: ${said}` : `${code}: ${said}`,
      expected: "success",
      remedy: remedyOf(code, status, said),
    });
    this.code = code;
    this.status = status;
  }
}

/** The call's answer; throws a Refusal where AWS refuses or does not answer. `signal` aborted: throws its reason. */
export async function answered<Answer>(call: string, answer: Promise<Answer>, signal?: AbortSignal): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    signal?.throwIfAborted();
    throw refusalOf(call, error);
  }
}

function refusalOf(call: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const said = printable(error.message).trim() || error.name;
  if (error.name === "CredentialsProviderError" || error.name === "TokenProviderError")
    return new Refusal(call, { code: error.name, status: null, said });
  const status = statusOf(error);
  // the SDK's errors of services have the service's fault; all others are of the connection
  return new Refusal(call, { code: "$fault" in error ? error.name : null, status, said });
}

function statusOf(error: Error): number | null {
  if (!("$metadata" in error) || typeof error.$metadata !== "object" || error.$metadata === null) return null;
  const { httpStatusCode } = error.$metadata as { httpStatusCode?: unknown };
  return typeof httpStatusCode === "number" ? httpStatusCode : null;
}

/** It does not exist, or cannot be seen yet. */
export const isMissing = (error: unknown): error is Refusal =>
  hasCode(error, "InvalidAMIID.NotFound", "InvalidSnapshot.NotFound", "ResourceNotFoundException", "ParameterNotFound");

export const hasCode = (error: unknown, ...codes: readonly string[]): error is Refusal =>
  error instanceof Refusal && error.code !== null && codes.includes(error.code);

/** AWS's ways to say that it is asked too often (EC2 API reference, error codes; EBS direct: RequestThrottledException). */
const isThrottled = (error: unknown): error is Refusal =>
  error instanceof Refusal && error.code !== null && /throttl|RequestLimitExceeded|TooMany|SlowDown/i.test(error.code);

/** The service does not answer, or has a fault: this may pass. */
export const isUnreachable = (error: unknown): error is Refusal =>
  error instanceof Refusal &&
  ((error.code === null && error.status === null) || (error.status ?? 0) >= 500 || isThrottled(error));

/** AWS refused the call, so nothing was done. */
export const isRefused = (error: unknown): error is Refusal =>
  error instanceof Refusal && error.status !== null && error.status < 500;

/**
 * A region that the account has not enabled refuses like this (NixOS/infra#105: "not able to validate the provided access
 * credentials"). Only where GetCallerIdentity works elsewhere are the credentials known to be right.
 */
export const isRegionOff = (error: unknown): error is Refusal =>
  hasCode(
    error,
    "AuthFailure",
    "OptInRequired",
    "InvalidClientTokenId",
    "UnrecognizedClientException",
    "InvalidRegion",
  );

/** The value; undefined where AWS has no such thing. */
export const ifThere = <T>(value: Promise<T>): Promise<T | undefined> => undefinedWhere(isMissing, value);

function remedyOf(code: string | null, status: number | null, said: string): string {
  if (code === null) return "see whether AWS can be reached from here, and run again";
  if (/^(CredentialsProvider|TokenProvider|ExpiredToken|InvalidClientTokenId|SignatureDoesNotMatch)/.test(code))
    return "check the credentials: the profile that cloud-images:targets.aws names, or the environment's";
  if (/^(UnauthorizedOperation|AccessDenied)/.test(code))
    return "give the role this action; targets/aws/model/rights.json has all that are needed";
  if (/LimitExceeded|QuotaExceeded/.test(code)) return "ask AWS for a higher quota, or remove what is not needed";
  // hortonworks/cloudbreak-images#926: the message alone tells it from protection
  if (/BlockPublicAccess|block public access/i.test(said))
    return "the role accounts lets a region share images (docs/accounts.md); AWS goes by that after up to ten minutes: run again then";
  if (/^OperationNotPermitted/.test(code))
    return "see what the message says, as that it is protected from deregistration";
  if ((status ?? 0) >= 500) return "wait until AWS works again, and run again";
  return "see what AWS says, correct that, and run again";
}

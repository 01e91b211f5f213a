import type { AccountRegion, Cloud, Known, StoredParameter } from "./cloud.ts";
import { AwsError } from "./error.ts";
import { stateOf } from "./ec2-images.ts";

export const readingSsm = /^(Get|List|Describe)/;

type Input = Readonly<Record<string, unknown>>;

/** Answers calls to SSM's parameters, and for the quota of public images. */
export function answerSsm(cloud: Cloud, { account, region, call, parameters }: Known): unknown {
  const has = cloud.of(account, region);
  const input: Input = parameters;
  switch (call) {
    case "GetServiceQuota":
      if (input["QuotaCode"] !== "L-0E3CBAB9") throw new AwsError("NoSuchResourceException", "no such quota");
      return { Quota: { QuotaCode: "L-0E3CBAB9", Value: has.publicQuota } };
    case "GetParameters":
      return getParameters(has, namesIn(input));
    case "PutParameter":
      if (has.busyParameters > 0) {
        has.busyParameters -= 1;
        throw new AwsError("TooManyUpdates", "There are concurrent updates for a resource");
      }
      return putParameter(cloud, has, input);
    case "DeleteParameters":
      return { DeletedParameters: namesIn(input).filter((name) => deleteParameter(cloud, has, name)) };
    default:
      throw new AwsError("UnknownOperationException", `${call} is unknown`);
  }
}

function namesIn({ Names: names }: Input): string[] {
  const list = Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
  // B:ssm
  if (list.length === 0 || list.length > 10) throw new AwsError("ValidationException", "Names: between 1 and 10");
  return list;
}

function getParameters(has: AccountRegion, names: readonly string[]): unknown {
  const written = [...has.parameters.keys()];
  // twoliter#518: below /aws/service a region where nothing was ever written has no such namespace
  const unknown = names.find(
    (name) => name.startsWith("/aws/service/") && !written.some((other) => other.startsWith(namespaceOf(name))),
  );
  if (unknown !== undefined)
    throw new AwsError("AccessDeniedException", `${namespaceOf(unknown)} is not a valid namespace`);
  return {
    Parameters: names.flatMap((Name) => {
      const found = has.parameters.get(Name);
      const value = found === undefined ? undefined : valueIn(found);
      if (found === undefined || value === undefined) return [];
      return [{ Name, Value: value, Type: found.type, DataType: found.dataType, Version: found.version }];
    }),
    InvalidParameters: names.filter((name) => !has.parameters.has(name)),
  };
}

function valueIn({ value, late }: StoredParameter): string | undefined {
  if (late === undefined || late.reads <= 0) return value;
  late.reads -= 1;
  return late.value;
}

const namespaceOf = (name: string): string => name.split("/").slice(0, 4).join("/");

function deleteParameter({ slowness }: Cloud, has: AccountRegion, name: string): boolean {
  if (!has.parameters.delete(name)) return false;
  has.deletedParameters.set(name, slowness.parameterGone ?? 0);
  return true;
}

/** Whether a write comes too early after the deletion of its name. */
function isEarly({ deletedParameters }: AccountRegion, name: string): boolean {
  const left = deletedParameters.get(name) ?? 0;
  deletedParameters.set(name, left - 1);
  return left > 0;
}

function putParameter({ slowness, earlyWrites }: Cloud, has: AccountRegion, input: Input): unknown {
  const [name, value] = [String(input["Name"]), String(input["Value"])];
  const dataType = typeof input["DataType"] === "string" ? input["DataType"] : "text";
  const found = has.parameters.get(name);
  if (input["Tags"] !== undefined && input["Overwrite"] === true)
    throw new AwsError("ValidationException", "tags and overwrite can't be used together");
  const early = found === undefined && isEarly(has, name);
  if ((found !== undefined && input["Overwrite"] !== true) || (early && earlyWrites === "refused"))
    throw new AwsError("ParameterAlreadyExists", "The parameter already exists.");
  // twoliter#495
  if (found !== undefined && found.dataType !== dataType)
    throw new AwsError("ValidationException", "The data type of an existing parameter can't be changed");
  const version = (found?.version ?? 0) + 1;
  const isImage = dataType === "aws:ec2:image";
  const image = has.images.get(value);
  // AWS answers before it looks at the image, and does not write a value that is no image (clouds.md 1.5)
  const isRight = !isImage || (!has.ignoresParameters && image !== undefined && stateOf(image) === "available");
  const isWritten = isRight && !early;
  const late = isImage ? { late: { reads: slowness.parameterLate ?? 1, value: found?.value } } : {};
  if (isWritten) has.parameters.set(name, { value, type: String(input["Type"]), dataType, version, ...late });
  return { Version: version, Tier: "Standard" };
}

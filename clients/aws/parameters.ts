import {
  DeleteParametersCommand,
  GetParametersCommand,
  PutParameterCommand,
  type PutParameterCommandInput,
} from "@aws-sdk/client-ssm";
import type { Region } from "./account.ts";
import { answered, hasCode } from "./refusal.ts";

export interface Parameter {
  value: string;
  dataType: string;
}

/** GetParameters and DeleteParameters take no more. */
const mostNames = 10;

/** By name; what is not there is left out. */
export async function readParameters(
  region: Region,
  names: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Parameter>> {
  const found = await Promise.all(batches(names).map((some) => readSome(region, some, signal)));
  return new Map(found.flat());
}

async function readSome(region: Region, Names: string[], signal: AbortSignal): Promise<[string, Parameter][]> {
  const asked = region.ssm.send(new GetParametersCommand({ Names }), { abortSignal: signal });
  try {
    const { Parameters: parameters = [] } = await answered(`${region.name}: GetParameters`, asked, signal);
    return parameters.flatMap(({ Name: name, Value: value, DataType: dataType = "text" }): [string, Parameter][] =>
      name === undefined || value === undefined ? [] : [[name, { value, dataType }]],
    );
  } catch (error) {
    // below /aws/service/, a region where nothing was ever written has no such namespace (twoliter#518)
    if (hasCode(error, "AccessDeniedException") && error.message.includes("valid namespace")) return [];
    throw error;
  }
}

export interface Writing {
  name: string;
  value: string;
  dataType: string;
  /** AWS refuses tags in a call that may overwrite: a new name gets only its description. */
  exists: boolean;
}

/** Answers before AWS has looked at the value of an image's data type, which it may then not write: read it back. */
export async function writeParameter(
  region: Region,
  { name, value, dataType, exists }: Writing,
  signal: AbortSignal,
): Promise<void> {
  const input: PutParameterCommandInput = {
    Name: name,
    Value: value,
    Type: "String",
    DataType: dataType,
    Tier: "Standard",
    Overwrite: exists,
  };
  const asked = region.ssm.send(new PutParameterCommand(input), { abortSignal: signal });
  try {
    await answered(`${region.name}: PutParameter ${name}`, asked, signal);
  } catch (error) {
    // written by a call whose reply was lost; reading back tells what is there
    if (!hasCode(error, "ParameterAlreadyExists")) throw error;
  }
}

/** Those that are not there are deleted. */
export async function deleteParameters(region: Region, names: readonly string[], signal: AbortSignal): Promise<void> {
  for (const Names of batches(names)) {
    const asked = region.ssm.send(new DeleteParametersCommand({ Names }), { abortSignal: signal });
    await answered(`${region.name}: DeleteParameters`, asked, signal);
  }
}

const batches = (names: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(names.length / mostNames) }, (_, index) =>
    names.slice(index * mostNames, (index + 1) * mostNames),
  );

import { beforeAll, expect, test } from "vitest";
import { accountTypes } from "../../targets/accounts.ts";
import { installPackages, accounts } from "../../tools/setup/bootstrap/packages.mjs";
import { programs } from "./programs.ts";
import { registrationsOf, type Registration } from "./recorder.ts";
import { typeErrors, type TypedInputs } from "./sdk-types.ts";

const wrong: readonly TypedInputs[] = [
  { type: "aws:iam/role:Role", inputs: { name: "without a trust" } },
  { type: "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess", inputs: { state: "unblocked", regions: [] } },
  { type: "azure-native:storage:StorageAccount", inputs: { resourceGroupName: "a", kind: "StorageV2", sku: "LRS" } },
  { type: "gcp:storage/bucket:Bucket", inputs: { location: "EU", softDeletePolicy: { seconds: 0 } } },
];

let registered: Registration[];
let errors: Map<number, string>;

beforeAll(async () => {
  await installPackages(accounts);
  registered = [];
  for (const stack of ["accounts-daily", "accounts-release"] as const) {
    const program = programs[stack];
    if (program === undefined) throw new RangeError(stack);
    const all = await registrationsOf(stack, program);
    registered.push(...all.filter(({ type }) => accountTypes.has(type) && !type.startsWith("debian:")));
  }
  errors = typeErrors([...registered, ...wrong]);
});

test("the inputs of each resource are of the types that its SDK takes", () => {
  const found = [...errors].filter(([index]) => index < registered.length);
  expect(found.map(([index, message]) => `${registered[index]?.name ?? ""}: ${message}`)).toEqual([]);
});

test("every type that a model of an account claims is registered", () => {
  const types = new Set(registered.map(({ type }) => type));
  expect([...accountTypes].filter((type) => !types.has(type) && !type.startsWith("debian:"))).toEqual([]);
});

test.each(wrong.map(({ type }, index) => [type, index] as const))(
  "inputs of other types are found: %s",
  (_type, index) => {
    expect(errors.get(registered.length + index)).toBeDefined();
  },
);

import { isDeepStrictEqual } from "node:util";
import { subjectOf, type TrustedJobs } from "../../trusted-jobs.ts";
import type { AwsAccountInputs } from "./account-inputs.ts";
import { allowedIn, type Statement } from "./policy-document.ts";

/** The issuer of the tokens in ARNs and conditions: with its path, where the GitLab has one. */
export const issuerOf = ({ url }: Pick<TrustedJobs, "url">): string => url.replace(/^https:\/\//, "");

/** Whom a role trusts although the account does not: it trusts the jobs of one ref, and named administrators. */
export function openTrust(policy: unknown, account: AwsAccountInputs): string[] {
  const statements = allowedIn(policy);
  if (statements === undefined) return ["assumeRolePolicy: expected a policy document"];
  return statements
    .flatMap((statement) => openStatement(statement, account))
    .map((wrong) => `assumeRolePolicy ${wrong}`);
}

function openStatement(statement: Statement, account: AwsAccountInputs): string[] {
  const { Principal } = statement;
  if (Principal === undefined || Principal === "*") return ["trusts everybody: expected a principal"];
  return Object.entries(Principal).flatMap(([kind, names]) => {
    if (kind === "Federated") return [...otherIssuers(names, account), ...openToJobs(statement, account)];
    if (kind === "AWS") return openToPeople(statement, names, account);
    return [`trusts ${kind} ${names.join(", ")}: expected jobs, or administrators`];
  });
}

const otherIssuers = (names: readonly string[], { aws, gitlab }: AwsAccountInputs): string[] => {
  const own = `arn:aws:iam::${aws.account}:oidc-provider/${issuerOf(gitlab)}`;
  return names.filter((name) => name !== own).map((name) => `trusts Federated ${name}: expected ${own}`);
};

/** A token has one audience and one subject. Any condition but equality would let other jobs of the same GitLab in. */
function openToJobs({ Action, Condition = {} }: Statement, { aws, gitlab }: AwsAccountInputs): string[] {
  const issuer = issuerOf(gitlab);
  const expected = { [`${issuer}:aud`]: [aws.audience], [`${issuer}:sub`]: [subjectOf(gitlab)] };
  const equal: Readonly<Record<string, readonly string[]>> = Condition["StringEquals"] ?? {};
  const others = Object.keys(Condition).filter((operator) => operator !== "StringEquals");
  return [
    ...wrongActions(Action, "sts:AssumeRoleWithWebIdentity"),
    ...[...new Set([...Object.keys(expected), ...Object.keys(equal)])]
      .filter((key) => !isDeepStrictEqual(equal[key], expected[key]))
      .map((key) => `compares ${key} with ${among(equal[key])}: expected StringEquals with ${among(expected[key])}`),
    ...others.map((operator) => `has ${operator}: expected StringEquals alone`),
  ];
}

const openToPeople = ({ Action }: Statement, names: readonly string[], { aws }: AwsAccountInputs): string[] => [
  ...wrongActions(Action, "sts:AssumeRole"),
  ...names
    .filter((name) => !aws.administrators.includes(name))
    .map((name) => `trusts AWS ${name}: expected one of the administrators, ${among(aws.administrators)}`),
];

const wrongActions = (actions: readonly string[], expected: string): string[] =>
  actions.filter((action) => action !== expected).map((action) => `allows ${action}: expected ${expected} alone`);

const among = (values: readonly string[] = []): string => (values.length === 0 ? "nothing" : values.join(", "));

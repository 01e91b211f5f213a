import type { Call, Credentials } from "./signed.ts";
import { ask } from "./signed.ts";

const region = "us-east-1";
const anybody: Credentials = { id: "AKIAIOSFODNN7EXAMPLE", secret: "a secret of the tests", session: null };
const form = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };

const query = (service: string, Action: string, version: string, more: Record<string, string> = {}): Call => ({
  service,
  headers: form,
  body: new URLSearchParams({ Action, Version: version, ...more }).toString(),
});

const json = (service: string, target: string): Call => ({
  service,
  headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": target },
  body: JSON.stringify({ Name: "/debian/x", Names: ["/debian/x"], Value: "x", Type: "String" }),
});

const block = "/snapshots/snap-00000000000000000/blocks";
/** Calls to EBS direct, with all without which moto would not know the operation. */
const ebs: Readonly<Record<string, Call>> = {
  StartSnapshot: { service: "ebs", path: "/snapshots", body: JSON.stringify({ VolumeSize: 1 }) },
  PutSnapshotBlock: {
    service: "ebs",
    method: "PUT",
    path: `${block}/0`,
    headers: { "x-amz-data-length": "524288", "x-amz-checksum": "x", "x-amz-checksum-algorithm": "SHA256" },
    body: "bytes",
  },
  CompleteSnapshot: {
    service: "ebs",
    path: "/snapshots/completion/snap-00000000000000000",
    headers: { "x-amz-changedblockscount": "1" },
  },
  ListSnapshotBlocks: { service: "ebs", method: "GET", path: block },
  GetSnapshotBlock: { service: "ebs", method: "GET", path: `${block}/0?blockToken=token` },
};

/** A call of an action. Its resource does not exist, because only IAM's answer counts. */
export function callOf(action: string): Call {
  const [service = "", operation = ""] = action.split(":");
  const ofEbs = ebs[operation];
  if (service === "ebs" && ofEbs !== undefined) return ofEbs;
  if (service === "ssm") return json("ssm", `AmazonSSM.${operation}`);
  if (service === "servicequotas") return json("servicequotas", `ServiceQuotasV20190624.${operation}`);
  if (service === "ec2") return query("ec2", operation, "2016-11-15");
  if (service === "iam") return query("iam", operation, "2010-05-08");
  throw new RangeError(`${action}: no call is known; add it to test/clouds/rights.ts`);
}

/** An account with one role, whose rights moto enforces. */
export class Enforced {
  readonly #url: string;
  #role: Credentials | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  /** Gives the role this policy alone, and has IAM enforce it. */
  async grant(policy: string): Promise<void> {
    await this.#enforce(false);
    if (this.#role === undefined) this.#role = await this.#makeRole();
    await this.#iam("PutRolePolicy", { RoleName: "ci", PolicyName: "rights", PolicyDocument: policy });
    await this.#enforce(true);
  }

  /** Whether IAM refuses the call. Any other refusal came after IAM. */
  async refuses(call: Call): Promise<boolean> {
    if (this.#role === undefined) throw new Error("grant comes first");
    const answer = await ask(this.#url, region, call, this.#role);
    const text = await answer.text();
    if (/SignatureDoesNotMatch|AuthFailure|InvalidClientTokenId/.test(text)) throw new Error(text);
    return answer.status === 403 && /AccessDenied|UnauthorizedOperation/.test(text);
  }

  async end(): Promise<void> {
    await this.#enforce(false);
  }

  async #enforce(on: boolean): Promise<void> {
    const answer = await fetch(`${this.#url}/moto-api/reset-auth`, {
      method: "POST",
      headers: { "content-type": "text/plain" },
      body: on ? "0" : "1000000000",
      signal: AbortSignal.timeout(60_000),
    });
    if (!answer.ok) throw new Error(`reset-auth: ${answer.status}`);
  }

  async #makeRole(): Promise<Credentials> {
    const trust = JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" }],
    });
    const made = await this.#iam("CreateRole", { RoleName: "ci", AssumeRolePolicyDocument: trust });
    const RoleArn = /<Arn>(.*?)<\/Arn>/.exec(made)?.[1] ?? "";
    const assumed = await ask(
      this.#url,
      region,
      query("sts", "AssumeRole", "2011-06-15", { RoleArn, RoleSessionName: "job" }),
      anybody,
    );
    const text = await assumed.text();
    const part = (name: string): string => new RegExp(`<${name}>(.*?)</${name}>`).exec(text)?.[1] ?? "";
    return { id: part("AccessKeyId"), secret: part("SecretAccessKey"), session: part("SessionToken") };
  }

  async #iam(action: string, more: Record<string, string>): Promise<string> {
    const answer = await ask(this.#url, region, query("iam", action, "2010-05-08", more), anybody);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${action}: ${text}`);
    return text;
  }
}

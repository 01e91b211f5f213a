import { EBSClient } from "@aws-sdk/client-ebs";
import { EC2Client } from "@aws-sdk/client-ec2";
import { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import { SSMClient } from "@aws-sdk/client-ssm";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { Moto } from "../peers/moto/moto.ts";
import { credentials, region } from "./ebs.ts";

/** Clients of AWS for one account and region. */
export interface Asker {
  ec2: EC2Client;
  ebs: EBSClient;
  ssm: SSMClient;
  quotas: ServiceQuotasClient;
}

/** Clients with credentials of an account. They are a role's, which STS lets anybody assume as long as IAM is off. */
export async function askerOf(moto: Moto, account: string, at = region): Promise<Asker> {
  const common = { region: at, endpoint: moto.url, maxAttempts: 1 };
  const sts = new STSClient({ ...common, region, credentials });
  const role = { RoleArn: `arn:aws:iam::${account}:role/tests`, RoleSessionName: "tests" };
  const { Credentials: own } = await sts.send(new AssumeRoleCommand(role));
  sts.destroy();
  const {
    AccessKeyId: accessKeyId = "",
    SecretAccessKey: secretAccessKey = "",
    SessionToken: sessionToken = "",
  } = own ?? {};
  const mine = { ...common, credentials: { accessKeyId, secretAccessKey, sessionToken } };
  return {
    ec2: new EC2Client(mine),
    ebs: new EBSClient(mine),
    ssm: new SSMClient(mine),
    quotas: new ServiceQuotasClient(mine),
  };
}

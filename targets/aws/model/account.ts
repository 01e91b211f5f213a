import { judgedBy, unlike } from "../../account-model.ts";
import { awsAccountInputs, type AwsAccountInputs } from "./account-inputs.ts";
import { excessOfPolicy } from "./account-rights.ts";
import { openTrust } from "./account-trust.ts";

const types = {
  role: "aws:iam/role:Role",
  rolePolicy: "aws:iam/rolePolicy:RolePolicy",
  issuer: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
  images: "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess",
  snapshots: "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
};

/** The types of resources that set up this target's account. */
export const awsAccountModel = judgedBy(awsAccountInputs, {
  cloud: "aws",
  owned: ["account"],
  component: "debian:cloud:AwsChannelAccount",
  types: {
    [types.role]: ["name", "assumeRolePolicy", "managedPolicyArns", "inlinePolicies"],
    [types.rolePolicy]: ["name", "role", "policy"],
    [types.issuer]: ["url", "clientIdLists"],
    [types.images]: ["region", "state"],
    [types.snapshots]: ["state"],
  },
  openings({ type, inputs }, account) {
    switch (type) {
      case types.role:
        return openTrust(inputs["assumeRolePolicy"], account);
      case types.issuer:
        return openIssuer(inputs, account);
      case types.images:
        return inputs["state"] === "block-new-sharing" || account.aws.regions.some((name) => name === inputs["region"])
          ? []
          : [`state: expected block-new-sharing in ${String(inputs["region"])}, where no image is public`];
      case types.snapshots:
        // the provider's own word for it is refused by AWS, which wants DisableSnapshotBlockPublicAccess
        return ["block-all-sharing", "block-new-sharing"].includes(String(inputs["state"]))
          ? []
          : ["state: expected block-all-sharing or block-new-sharing; a region is opened by hand"];
      default:
        return [];
    }
  },
  excess({ type, inputs }, account) {
    if (type === types.role)
      return ["managedPolicyArns", "inlinePolicies"]
        .filter((key) => inputs[key] !== undefined)
        .map((key) => `${key}: expected the rights of the table alone, as a RolePolicy`);
    return type === types.rolePolicy ? excessOfPolicy(inputs, account) : [];
  },
});

function openIssuer(inputs: Readonly<Record<string, unknown>>, { gitlab, aws }: AwsAccountInputs): string[] {
  const { clientIdLists } = inputs;
  const audiences: readonly unknown[] = Array.isArray(clientIdLists) ? clientIdLists : [];
  return [
    ...unlike(inputs, { url: gitlab.url }),
    ...(audiences.length === 1 && audiences[0] === aws.audience
      ? []
      : [`clientIdLists: expected ${aws.audience} alone`]),
  ];
}

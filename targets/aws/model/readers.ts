import type { CloudForReaders } from "../../../images/finder/clouds.ts";
import { channels } from "../../../images/model/definitions/channels.ts";
import { cloudFamily } from "../../names.ts";
import { accountsOf } from "./accounts.ts";
import { parameterPaths } from "./parameters.ts";
import { regionOfTarget } from "./target.ts";

/**
 * How users of AWS find and start an image. An AMI's id is valid in one region only. Anybody may use a name, so the owner is
 * checked.
 */
export const awsReaders: CloudForReaders = {
  cloud: "aws",
  title: "Amazon EC2",
  idName: "AMI",
  placeOf: regionOfTarget,
  // accounts have the older regions from the start; newer ones, as af-south-1, must be asked for first
  example: "aws-us-east-1",
  owners: channels.flatMap((channel) => accountsOf(channel).map(({ id }) => ({ channel, is: "account", id }))),
  commands: (image, { target, refs: [ami = ""] }) => {
    const region = regionOfTarget(target);
    const [{ id: owner, parameters } = { id: "self", parameters: null }] = accountsOf(image.channel);
    const names = `${cloudFamily(image)}-*`;
    const [path] = parameters === null ? [] : parameterPaths(parameters, image, "latest");
    return [
      {
        about: "start an instance",
        line: `aws ec2 run-instances --region ${region} --image-id ${ami} --instance-type TYPE --key-name KEY`,
      },
      {
        about: "the newest, by owner and name",
        line: `aws ec2 describe-images --region ${region} --owners ${owner} --filters 'Name=name,Values=${names}' --query 'sort_by(Images, &CreationDate)[-1].ImageId'`,
      },
      ...(path === undefined
        ? []
        : [
            {
              about: "the newest, by Debian's SSM parameter",
              line: `aws ssm get-parameter --region ${region} --name ${path}/${image.arch} --query Parameter.Value --output text`,
            },
          ]),
      { about: "the newest, in Terraform or OpenTofu", line: dataSource(owner, names) },
    ];
  },
};

/** A data source of Terraform. It asks in the region of its provider. */
const dataSource = (owner: string, names: string): string => `data "aws_ami" "debian" {
  owners      = ["${owner}"]
  most_recent = true
  filter {
    name   = "name"
    values = ["${names}"]
  }
}`;

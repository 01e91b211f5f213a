import type { CloudForReaders } from "../../../images/finder/clouds.ts";
import { channels } from "../../../images/model/definitions/channels.ts";
import { cloudFamily } from "../../names.ts";
import { accountsOf } from "./accounts.ts";
import { regionOfTarget } from "./target.ts";

/** How users of AWS find and start an image. An AMI's id is of one region alone; a name may be anybody's, so its owner counts. */
export const awsReaders: CloudForReaders = {
  cloud: "aws",
  title: "Amazon EC2",
  idName: "AMI",
  placeOf: regionOfTarget,
  // accounts have the older regions from the start; newer ones, as af-south-1, must be asked for first
  example: "aws-us-east-1",
  owners: channels.flatMap((channel) => accountsOf(channel).map((id) => ({ channel, is: "account", id }))),
  commands: (image, { target, refs: [ami = ""] }) => {
    const region = regionOfTarget(target);
    const owner = accountsOf(image.channel)[0] ?? "self";
    return [
      {
        about: "start an instance",
        line: `aws ec2 run-instances --region ${region} --image-id ${ami} --instance-type TYPE --key-name KEY`,
      },
      {
        about: "the newest, by owner and name",
        line: `aws ec2 describe-images --region ${region} --owners ${owner} --filters 'Name=name,Values=${cloudFamily(image)}-*' --query 'sort_by(Images, &CreationDate)[-1].ImageId'`,
      },
    ];
  },
};

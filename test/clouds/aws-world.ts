import { CompleteSnapshotCommand, StartSnapshotCommand } from "@aws-sdk/client-ebs";
import * as ec2 from "@aws-sdk/client-ec2";
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import type { Moto } from "../peers/moto/moto.ts";
import { askerOf, type Asker } from "./accounts.ts";
import { emptyMoto } from "./moto.ts";

/** An account with images, the same account in another region, and a stranger. */
export class AwsWorld {
  readonly moto: Moto;
  readonly owner: Asker;
  readonly elsewhere: Asker;
  readonly stranger: Asker;
  #count = 0;

  private constructor(moto: Moto, [owner, elsewhere, stranger]: [Asker, Asker, Asker]) {
    this.moto = moto;
    this.owner = owner;
    this.elsewhere = elsewhere;
    this.stranger = stranger;
  }

  static async make(): Promise<AwsWorld> {
    const moto = await emptyMoto();
    const account = "903794441882";
    const askers = [
      askerOf(moto, account),
      askerOf(moto, account, "us-east-1"),
      askerOf(moto, "111122223333"),
    ] as const;
    return new AwsWorld(moto, await Promise.all(askers));
  }

  /** Goes back to the usual rules, with an account that may share its images. */
  async rules(): Promise<void> {
    await this.moto.rules();
    await this.moto.set({ image_sharing: "unblocked" });
  }

  async snapshot(): Promise<string> {
    const { ebs } = this.owner;
    const { SnapshotId } = await ebs.send(new StartSnapshotCommand({ VolumeSize: 1 }));
    await ebs.send(new CompleteSnapshotCommand({ SnapshotId, ChangedBlocksCount: 0 }));
    return SnapshotId ?? "";
  }

  async image(more: Partial<ec2.RegisterImageCommandInput> = {}): Promise<string> {
    this.#count += 1;
    const SnapshotId = await this.snapshot();
    const input: ec2.RegisterImageCommandInput = {
      Name: `image-${this.#count}`,
      Architecture: "x86_64",
      VirtualizationType: "hvm",
      EnaSupport: true,
      RootDeviceName: "/dev/xvda",
      BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs: { SnapshotId, VolumeType: "gp3" } }],
      ...more,
    };
    return (await this.owner.ec2.send(new ec2.RegisterImageCommand(input))).ImageId ?? "";
  }

  async publicImage(): Promise<string> {
    const ImageId = await this.image();
    const everybody = { LaunchPermission: { Add: [{ Group: "all" as const }] } };
    await this.owner.ec2.send(new ec2.ModifyImageAttributeCommand({ ImageId, ...everybody }));
    return ImageId;
  }

  put(Name: string, Value: string, DataType = "text") {
    return this.owner.ssm.send(new PutParameterCommand({ Name, Value, Type: "String", DataType, Overwrite: true }));
  }
}

/** An image as an asker sees it. */
export const described = async ({ ec2: client }: Asker, id: string): Promise<ec2.Image | undefined> =>
  (await client.send(new ec2.DescribeImagesCommand({ ImageIds: [id] }))).Images?.[0];

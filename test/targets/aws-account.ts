import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { imageName } from "../../images/model/image.ts";
import { urnOf } from "../../provider/mirror/world.fixture.ts";
import {
  awsImageOutputs,
  awsTypes,
  type AwsImageInputs,
  type AwsImageOutputs,
} from "../../targets/aws/model/resources.ts";
import { cloudDescription, cloudFamily, cloudName } from "../../targets/names.ts";
import type { StoredImage } from "../peers/aws/cloud.ts";
import { awsWorld, ownAccount, place, publishedForAws, type AwsWorld, type PublishedForAws } from "./aws-driver.ts";

export const [home, tokyo, paris] = ["eu-west-1", "ap-northeast-1", "eu-west-3"] as const;
export const imageUrn = urnOf(awsTypes.image);
export const login = { account: ownAccount, profile: place.profile, deletion: null, home };
export const required = { required: true };
const bestEffort = { required: false };

type Regions = AwsImageInputs["regions"];
export const three: Regions = { [home]: required, [tokyo]: required, [paris]: bestEffort };

/** The inputs of an image in these regions. */
export const inputsOf = ({ image, digest }: PublishedForAws, regions: Regions): AwsImageInputs => ({
  ...login,
  image: imageName(image),
  digest,
  outcome: "passed",
  name: cloudName(image),
  family: cloudFamily(image),
  version: image.version,
  description: cloudDescription(image),
  architecture: "x86_64",
  bootMode: "uefi-preferred",
  imdsSupport: "v2.0",
  enaSupport: true,
  size: 8,
  isProtected: false,
  regions,
});

/** An account of AWS, new for each test of a file, and an image of the tree that goes there. */
export class AccountOfTests {
  #published: PublishedForAws | undefined;
  #aws: AwsWorld | undefined;

  constructor() {
    beforeAll(async () => {
      this.#published = await publishedForAws();
    });
    beforeEach(async () => {
      this.#aws = await awsWorld(this.published);
    });
    afterEach(() => this.aws.standIn.end());
    afterAll(() => this.published.end());
  }

  get published(): PublishedForAws {
    if (this.#published === undefined) throw new Error("the tests have not begun");
    return this.#published;
  }

  get aws(): AwsWorld {
    if (this.#aws === undefined) throw new Error("no test runs");
    return this.#aws;
  }

  /** The inputs of the image in these regions. */
  inRegions = (regions: Regions, change: Partial<AwsImageInputs> = {}): AwsImageInputs => ({
    ...inputsOf(this.published, regions),
    ...change,
  });

  make = async (inputs: AwsImageInputs): Promise<AwsImageOutputs> =>
    awsImageOutputs.parse((await (await this.aws.provider()).create(imageUrn, { ...inputs })).outputs);

  again = async (olds: AwsImageOutputs, inputs: AwsImageInputs): Promise<AwsImageOutputs> =>
    awsImageOutputs.parse(await (await this.aws.provider()).update(imageUrn, { ...olds }, { ...inputs }));

  isDue = async (olds: AwsImageOutputs, inputs: AwsImageInputs): Promise<boolean> =>
    (await (await this.aws.provider()).diff(imageUrn, { ...olds }, { ...inputs })).changes.length > 0;

  inRegion = (region: string): StoredImage[] => [...this.aws.has(region).images.values()];

  /** The one image of a region. */
  only = (region: string): StoredImage => {
    const [image, ...rest] = this.inRegion(region);
    if (image === undefined || rest.length > 0)
      throw new Error(`${rest.length} images too many, or none, in ${region}`);
    return image;
  };
}

import {
  CopyImageCommand,
  DeregisterImageCommand,
  DescribeImagesCommand,
  DisableImageDeregistrationProtectionCommand,
  EnableImageDeprecationCommand,
  EnableImageDeregistrationProtectionCommand,
  ModifyImageAttributeCommand,
  paginateDescribeImages,
  RegisterImageCommand,
  type DescribeImagesCommandInput,
  type Image,
  type RegisterImageCommandInput,
} from "@aws-sdk/client-ec2";
import type { Region } from "./account.ts";
import { answered, hasCode, ifThere } from "./refusal.ts";
import { tagged, tagsOf, type Tags } from "./tags.ts";

/** A machine image, as its owner sees it. */
export interface Ami {
  id: string;
  name: string;
  state: string;
  /** Why AWS could not make it. */
  stateReason: string;
  owner: string;
  public: boolean;
  architecture: string;
  tags: Tags;
  /** The snapshot of its root device. EC2 leaves it out for a while after a registration (bottlerocket#1066). */
  snapshot: string | undefined;
  encrypted: boolean;
  /** ISO time; undefined: none. */
  deprecation: string | undefined;
  /** `disabled`, or how it is protected from deregistration. */
  protection: string;
  /** ISO time, up to a day late; undefined: never. */
  lastLaunched: string | undefined;
  made: string;
}

const amiOf = (image: Image): Ami[] => {
  const { ImageId: id, Name: name, State: state, OwnerId: owner } = image;
  if (id === undefined || state === undefined) return [];
  const root = image.BlockDeviceMappings?.find(({ DeviceName: device }) => device === image.RootDeviceName)?.Ebs;
  return [
    {
      id,
      name: name ?? "",
      state,
      stateReason: image.StateReason?.Message ?? "",
      owner: owner ?? "",
      public: image.Public ?? false,
      architecture: image.Architecture ?? "",
      tags: tagsOf(image.Tags),
      snapshot: root?.SnapshotId,
      encrypted: root?.Encrypted ?? false,
      deprecation: image.DeprecationTime,
      protection: image.DeregistrationProtection ?? "disabled",
      lastLaunched: image.LastLaunchedTime,
      made: image.CreationDate ?? "",
    },
  ];
};

/** Our images, deprecated and disabled ones too, the oldest first. */
export async function ownImages(
  region: Region,
  filters: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Ami[]> {
  const input: DescribeImagesCommandInput = {
    Owners: ["self"],
    IncludeDeprecated: true,
    IncludeDisabled: true,
    Filters: Object.entries(filters).map(([Name, value]) => ({ Name, Values: [value] })),
  };
  const found: Ami[] = [];
  const pages = paginateDescribeImages({ client: region.ec2, pageSize: 1000 }, input, { abortSignal: signal });
  const read = async (): Promise<void> => {
    for await (const { Images: images = [] } of pages) found.push(...images.flatMap(amiOf));
  };
  await answered(`${region.name}: DescribeImages`, read(), signal);
  const byAge = ({ made, id }: Ami): string => `${made} ${id}`;
  return found.toSorted((a, b) => (byAge(a) < byAge(b) ? -1 : 1));
}

/** The image; undefined where there is none, or the asker may not see it. A deregistered one may still be listed for a while. */
export async function imageById(region: Region, id: string, signal: AbortSignal): Promise<Ami | undefined> {
  const asked = region.ec2.send(new DescribeImagesCommand({ ImageIds: [id], IncludeDisabled: true }), {
    abortSignal: signal,
  });
  const answer = await ifThere(answered(`${region.name}: DescribeImages ${id}`, asked, signal));
  const [ami] = (answer?.Images ?? []).flatMap(amiOf);
  return ami === undefined || ami.state === "deregistered" ? undefined : ami;
}

type Registration = Omit<RegisterImageCommandInput, "TagSpecifications"> & { Name: string; tags: Tags };

/** There is no client token: the name is the only key, and a second call is refused by it (`InvalidAMIName.Duplicate`). */
export async function registerImage(
  region: Region,
  { tags, ...registration }: Registration,
  signal: AbortSignal,
): Promise<string> {
  const command = new RegisterImageCommand({ ...registration, TagSpecifications: tagged(tags, "image") });
  const asked = region.ec2.send(command, { abortSignal: signal });
  const { ImageId: id } = await answered(`${region.name}: RegisterImage ${registration.Name}`, asked, signal);
  return present(id, "RegisterImage");
}

export interface Copy {
  from: { region: string; id: string };
  name: string;
  description: string;
  /** The same token with the same source gives the first copy; a name alone would let a twin pass (coreos-assembler). */
  token: string;
  /** In the same call, or a run that is cut off leaves a copy that nobody knows (packer#13100). */
  tags: Tags;
}

/** @param region where the copy is made */
export async function copyImage(
  region: Region,
  { from, name, description, token, tags }: Copy,
  signal: AbortSignal,
): Promise<string> {
  const command = new CopyImageCommand({
    SourceRegion: from.region,
    SourceImageId: from.id,
    Name: name,
    Description: description,
    ClientToken: token,
    TagSpecifications: tagged(tags, "image", "snapshot"),
  });
  const asked = region.ec2.send(command, { abortSignal: signal });
  const { ImageId: id } = await answered(`${region.name}: CopyImage ${name}`, asked, signal);
  return present(id, "CopyImage");
}

/** Its snapshots stay. One that is not there is deregistered. */
export async function deregisterImage(region: Region, id: string, signal: AbortSignal): Promise<void> {
  const asked = region.ec2.send(new DeregisterImageCommand({ ImageId: id }), { abortSignal: signal });
  await unlessGone(region, id, answered(`${region.name}: DeregisterImage ${id}`, asked, signal), signal);
}

/** A deregistered image may be listed for a while. EC2 calls it unavailable then, as it calls one that is still being made. */
async function unlessGone(region: Region, id: string, change: Promise<unknown>, signal: AbortSignal): Promise<void> {
  try {
    await ifThere(change);
  } catch (error) {
    if (!hasCode(error, "InvalidAMIID.Unavailable")) throw error;
    if ((await imageById(region, id, signal))?.state === "pending") throw error;
  }
}

/** Without the cooldown, which would keep a withdrawn image for a further day. */
export async function protectImage(region: Region, id: string, signal: AbortSignal): Promise<void> {
  const command = new EnableImageDeregistrationProtectionCommand({ ImageId: id, WithCooldown: false });
  const asked = region.ec2.send(command, { abortSignal: signal });
  await answered(`${region.name}: EnableImageDeregistrationProtection ${id}`, asked, signal);
}

/** One that is not there has no protection. */
export async function unprotectImage(region: Region, id: string, signal: AbortSignal): Promise<void> {
  const command = new DisableImageDeregistrationProtectionCommand({ ImageId: id });
  const asked = answered(
    `${region.name}: DisableImageDeregistrationProtection ${id}`,
    region.ec2.send(command, { abortSignal: signal }),
    signal,
  );
  await unlessGone(region, id, asked, signal);
}

export async function deprecateImage(region: Region, id: string, at: Date, signal: AbortSignal): Promise<void> {
  const asked = region.ec2.send(new EnableImageDeprecationCommand({ ImageId: id, DeprecateAt: at }), {
    abortSignal: signal,
  });
  await answered(`${region.name}: EnableImageDeprecation ${id}`, asked, signal);
}

/** Lets everybody start it, or nobody but its owner. */
export async function shareImage(region: Region, id: string, isPublic: boolean, signal: AbortSignal): Promise<void> {
  const everybody = [{ Group: "all" }] as const;
  const command = new ModifyImageAttributeCommand({
    ImageId: id,
    LaunchPermission: isPublic ? { Add: [...everybody] } : { Remove: [...everybody] },
  });
  await answered(
    `${region.name}: ModifyImageAttribute ${id}`,
    region.ec2.send(command, { abortSignal: signal }),
    signal,
  );
}

function present(id: string | undefined, call: string): string {
  if (id === undefined) throw new Error(`${call} answered without an id`);
  return id;
}

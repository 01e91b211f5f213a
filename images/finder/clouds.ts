import type { Channel } from "../model/definitions/channels.ts";
import type { CataloguedImage } from "./catalogue.ts";

/** How readers find and start images in one cloud. Each cloud has its own words, in its folder of targets/. */
export interface CloudForReaders {
  /** The beginning of its targets' names. */
  cloud: string;
  title: string;
  /** What the cloud calls the id that a server is started from. */
  idName: string;
  /** The region or the like, as its users know it. */
  placeOf: (target: string) => string;
  /** The target that commands are about, where the image is there: one that everybody's account has. */
  example?: string;
  /** The accounts that publish Debian's images there. */
  owners?: readonly { channel: Channel; is: string; id: string }[];
  /** Commands that find and start the image there, ready to paste. */
  commands: (image: Pick<CataloguedImage, "name" | "suite" | "channel" | "arch">, at: ImageInCloud) => CloudCommand[];
  /** The cloud's marketplace, which has copies of images under names of its own. */
  marketplace?: {
    title: string;
    commands: (image: Pick<CataloguedImage, "arch">, name: string) => CloudCommand[];
  };
}

interface ImageInCloud {
  target: string;
  refs: readonly string[];
}

interface CloudCommand {
  /** `Start a server`. */
  about: string;
  line: string;
}

export const cloudOf = (clouds: readonly CloudForReaders[], target: string): CloudForReaders | undefined =>
  clouds.find(({ cloud }) => target === cloud || target.startsWith(`${cloud}-`));

/** The name of a target's place for readers; the target's own name where its cloud is not known. */
export const placeName = (clouds: readonly CloudForReaders[], target: string): string =>
  cloudOf(clouds, target)?.placeOf(target) ?? target;

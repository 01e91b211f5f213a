import type { Channel } from "../model/definitions/channels.ts";
import type { CataloguedImage } from "./catalogue.ts";

/** How readers find and start images in one cloud. Each cloud has its own words, in its folder of targets/. */
export interface CloudForReaders {
  /** Begins the names of its targets. */
  cloud: string;
  title: string;
  /** What the cloud calls the id that a server is started from. */
  idName: string;
  /** The region or the like, as its users know it. */
  placeOf: (target: string) => string;
  /** Who publishes there: an image of anybody else is not Debian's. */
  owners?: readonly { channel: Channel; is: string; id: string }[];
  /** To find and to start the image there, each whole and ready to paste. */
  commands: (image: Pick<CataloguedImage, "name" | "suite" | "channel" | "arch">, at: ImageInCloud) => CloudCommand[];
}

export interface ImageInCloud {
  target: string;
  refs: readonly string[];
}

export interface CloudCommand {
  /** `Start a server`. */
  about: string;
  line: string;
}

export const cloudOf = (clouds: readonly CloudForReaders[], target: string): CloudForReaders | undefined =>
  clouds.find(({ cloud }) => target === cloud || target.startsWith(`${cloud}-`));

/** A target of a cloud that says nothing more of itself. */
export const placeName = (clouds: readonly CloudForReaders[], target: string): string =>
  cloudOf(clouds, target)?.placeOf(target) ?? target;

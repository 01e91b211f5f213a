import { atom } from "./atom.ts";
import { finder } from "./finder-api.ts";
import type { ChannelFormat, TreeFormat } from "./format.ts";
import { security } from "./security.ts";
import { simplestreams, simplestreamsIndex } from "./simplestreams.ts";

/** Every format that the tree is published in, beside index.json. A further format is a file beside this one, and a row. */
export const channelFormats: readonly ChannelFormat[] = [atom, simplestreams];
export const treeFormats: readonly TreeFormat[] = [simplestreamsIndex, security, finder];

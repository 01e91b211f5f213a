import { entriesOf } from "./atom.ts";
import { atomFeed, tag, type AtomEntry } from "./atom-feed.ts";
import type { TreeFormat } from "./format.ts";
import type { PublicChannel, PublicSet } from "./public.ts";
import { instant, withdrawnSecond } from "./updated.ts";

/** `security.atom`: the releases of all suites that bring a security fix, and what became of them. */
export const security: TreeFormat = {
  name: "security",
  write: (channels) => {
    const releases = channels.filter(({ channel }) => channel === "release");
    if (releases.length === 0) return [];
    return [
      {
        path: "security.atom",
        text: atomFeed({
          id: tag("security.atom"),
          title: "Debian cloud images: releases with security fixes",
          self: "security.atom",
          updated: releases.map(({ updated }) => instant(updated, withdrawnSecond)).reduce((a, b) => (a > b ? a : b)),
          entries: releases.flatMap(ofSuite),
        }),
      },
    ];
  },
};

const ofSuite = (channel: PublicChannel): AtomEntry[] =>
  entriesOf(channel, { to: `${channel.directory}/`, isTold: isSecurity }).map((entry) => ({
    ...entry,
    title: `${channel.suite} ${entry.title}`,
  }));

const advisory = /\b(?:D[SL]A-\d+|CVE-\d{4}-\d+)/;

/** A point release brings fixes too, and names them among its reasons. */
const isSecurity = ({ decision }: Pick<PublicSet, "decision">): boolean =>
  decision !== undefined &&
  (decision.rule === "security" || decision.rule === "reboot" || decision.reasons.some((text) => advisory.test(text)));

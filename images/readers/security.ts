import { setEntry } from "./atom.ts";
import { atomFeed, tag } from "./atom-feed.ts";
import type { TreeFormat } from "./format.ts";
import { instant, type PublicChannel, type PublicSet } from "./public.ts";

/** `security.atom`: the releases of all suites that bring a security fix. */
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
          updated: releases.map(({ updated }) => instant(updated, 2)).reduce((a, b) => (a > b ? a : b)),
          entries: releases.flatMap(entriesOf),
        }),
      },
    ];
  },
};

const entriesOf = (channel: PublicChannel) =>
  channel.sets.filter(isSecurity).map((set) => {
    const withdrawal = channel.withdrawals.find(({ version }) => version === set.version);
    const entry = setEntry(set, { base: set.directory, withdrawal });
    return { ...entry, title: `${channel.suite} ${set.version}` };
  });

const advisory = /\b(?:D[SL]A-\d+|CVE-\d{4}-\d+)/;

/** A point release brings fixes too, and names them among its reasons. */
const isSecurity = ({ decision }: PublicSet): boolean =>
  decision !== undefined &&
  (decision.rule === "security" || decision.rule === "reboot" || decision.reasons.some((text) => advisory.test(text)));

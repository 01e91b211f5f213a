import { suiteDefinition } from "../model/definitions/suites.ts";
import { atomFeed, paragraph, tag, type AtomEntry } from "./atom-feed.ts";
import type { ChannelFormat } from "./format.ts";
import type { PublicChannel, PublicSet, Withdrawal } from "./public.ts";
import { instant, lastSecond, withdrawnSecond } from "./updated.ts";

/** `<channel>/feed.atom`: a channel's sets and withdrawals. */
export const atom: ChannelFormat = {
  name: "atom",
  write: (channel) => [
    {
      path: `${channel.directory}/feed.atom`,
      text: atomFeed({
        id: tag(`${channel.directory}/feed.atom`),
        title: titleOf(channel),
        self: "feed.atom",
        updated: instant(channel.updated, withdrawnSecond),
        entries: entriesOf(channel, { to: "" }),
      }),
    },
  ],
};

const titleOf = ({ suite, channel }: Pick<PublicChannel, "suite" | "channel">): string =>
  `Debian ${suiteDefinition(suite).id} (${suite}) ${channel === "daily" ? "daily cloud images" : "cloud images"}`;

interface Told {
  /** The channel's directory, relative to the feed: empty, or with a slash at its end. */
  to: string;
  /** Which sets the feed tells of; left out: all. */
  isTold?: (set: Pick<PublicSet, "decision">) => boolean;
}

/** A withdrawal changes its set's entry. It also has an entry of its own, for readers who see only new entries. */
export function entriesOf({ sets, withdrawals }: PublicChannel, { to, isTold = () => true }: Told): AtomEntry[] {
  const told = withdrawals.filter(isTold);
  const withdrawn = new Map(told.map((withdrawal) => [withdrawal.version, withdrawal]));
  const shown = new Set(sets.map(({ version }) => version));
  return [
    ...sets.filter(isTold).map((set) => setEntry(set, { to, withdrawal: withdrawn.get(set.version) })),
    ...told.filter(({ version }) => !shown.has(version)).map((withdrawal) => goneEntry(withdrawal, to)),
    ...told.map((withdrawal) => withdrawalEntry(withdrawal, to)),
  ];
}

function setEntry(set: PublicSet, { to, withdrawal }: { to: string; withdrawal: Withdrawal | undefined }): AtomEntry {
  const { version, directory, updated } = set;
  const base = `${to}${version}`;
  return {
    id: tag(directory),
    title: version,
    updated: withdrawal === undefined ? updated : lastChange(withdrawal),
    link: `${base}/`,
    categories: [...categoriesOf(set), ...(withdrawal === undefined ? [] : ["withdrawn"])],
    html: [...contentOf(set, base), ...reasonsOf(withdrawal)],
  };
}

/** Its time is later when another image of the set is withdrawn on the same day. */
const instantOf = ({ day, images }: Withdrawal): string =>
  instant(day, Math.min(lastSecond, withdrawnSecond + images.length - 1));

function lastChange(withdrawal: Withdrawal): string {
  const withdrawn = instantOf(withdrawal);
  return withdrawn > withdrawal.updated ? withdrawn : withdrawal.updated;
}

/** The entry of a set that has no public image any more. */
const goneEntry = (withdrawal: Withdrawal, to: string): AtomEntry => ({
  id: tag(withdrawal.directory),
  title: `${withdrawal.version} (withdrawn)`,
  updated: lastChange(withdrawal),
  link: `${to}index.json`,
  categories: ["withdrawn"],
  html: reasonsOf(withdrawal),
});

function withdrawalEntry(withdrawal: Withdrawal, to: string): AtomEntry {
  const { version, images } = withdrawal;
  const what = images.length === 1 ? (images[0]?.name ?? version) : `${images.length} images of ${version}`;
  return {
    ...goneEntry(withdrawal, to),
    id: tag(`${withdrawal.directory}/withdrawn`),
    title: `Withdrawn: ${what}`,
    updated: instantOf(withdrawal),
  };
}

const securityRules: readonly string[] = ["security", "reboot"];

function categoriesOf({ decision }: PublicSet): string[] {
  if (decision === undefined) return [];
  return securityRules.includes(decision.rule) ? ["security", decision.rule] : [decision.rule];
}

function contentOf({ images, decision }: PublicSet, base: string): string[] {
  const replaced = [...new Set(images.map(({ replacement }) => replacement))].filter((each) => each !== undefined);
  return [
    ...(decision?.written == null ? [] : [paragraph(decision.written)]),
    ...(decision?.reasons ?? []).map((reason) => paragraph(reason)),
    ...replaced.map((version) => paragraph(`Superseded by ${version}.`)),
    ...images.map(({ name, phase }) => paragraph(`${name}: ${phase}`, `${base}/${name}.json`)),
  ];
}

const reasonsOf = (withdrawal: Withdrawal | undefined): string[] =>
  (withdrawal?.images ?? []).map(({ name, reason }) => paragraph(`${name} was withdrawn: ${reason}`));

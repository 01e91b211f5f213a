import type { Problem } from "../../../images/model/errors.ts";
import { formatDay, dayOfDate, daysBetween } from "../../../images/model/day.ts";
import { chooseAmphora, isOverdue, type Candidate } from "./choose.ts";
import type { AmphoraFacts, AmphoraPolicy, Carried, ExistingAmphora } from "./facts.ts";
import { parseAmphoraName } from "./name.ts";
import { octaviaTakes, retagging } from "./retag.ts";

/** One action in a cloud. A rotation is a list of them; if it is interrupted, the next plan continues it. */
export type Step =
  | { act: "upload" | "verify"; name: string }
  /** By Glance's id; null: the image that is uploaded in this plan. */
  | { act: "tag"; id: string | null; name: string }
  | { act: "untag" | "delete"; id: string; name: string };

export interface Failover {
  loadBalancer: { id: string; name: string };
  /** The images that its amphorae run on: Glance's ids, null for an unknown one. */
  images: (string | null)[];
}

export interface AmphoraPlan {
  /** Null: the tagged image stays. */
  wanted: Candidate | null;
  /** The image that Octavia boots now. */
  current: { id: string; name: string } | null;
  /** Our images in Glance that stay, each with the reason. */
  kept: { image: ExistingAmphora; reason: string }[];
  due: ExistingAmphora[];
  steps: Step[];
  /** Load balancers that do not run on the wanted image. */
  failovers: Failover[];
  refusals: Problem[];
  warnings: string[];
}

export function planAmphora(facts: AmphoraFacts, policy: AmphoraPolicy): AmphoraPlan {
  const { wanted, refusals } = chooseAmphora(facts, policy);
  const strangers = facts.foreign.filter(({ id }) => !policy.replaces.includes(id));
  const images = facts.images.map((image) => ({ image, reason: whyKept(image, { facts, policy, wanted }) }));
  const kept = images.flatMap(({ image, reason }) => (reason === null ? [] : [{ image, reason }]));
  const due = images.flatMap(({ image, reason }) => (reason === null ? [image] : []));
  const taken = octaviaTakes(tagged(facts, policy));
  return {
    wanted: strangers.length > 0 ? null : wanted,
    current: taken === undefined ? null : { id: taken.id, name: taken.name },
    kept,
    due,
    steps: [
      ...(wanted === null || strangers.length > 0 ? [] : rotation(facts, policy, wanted)),
      ...due.map(({ id, name }) => ({ act: "delete", id, name }) as const),
    ],
    failovers: wanted === null ? [] : failoversTo(wanted.existing?.id ?? null, facts.carried),
    refusals: [...refusals, ...strangers.map((stranger) => strangerProblem(stranger, policy))],
    warnings: warningsOf(policy),
  };
}

const tagged = ({ images, foreign }: AmphoraFacts, { tag }: AmphoraPolicy) => [
  ...images.filter(({ tags, status }) => tags.includes(tag) && status === "active"),
  ...foreign,
];

function rotation(facts: AmphoraFacts, policy: AmphoraPolicy, { name, existing }: Candidate): Step[] {
  const names = new Map([...facts.images, ...facts.foreign].map((image) => [image.id, image.name]));
  const isThere = existing?.status === "active";
  const retag = retagging(tagged(facts, policy), isThere ? existing.id : "");
  return [
    ...(isThere ? [] : [{ act: "upload", name } as const]),
    ...(isThere && existing.verified !== null ? [] : [{ act: "verify", name } as const]),
    ...retag.map(({ act, id }): Step =>
      act === "tag" ? { act, id: isThere ? id : null, name } : { act, id, name: names.get(id) ?? "" },
    ),
  ];
}

/** Why an image stays; null if it is due for deletion. */
function whyKept(
  image: ExistingAmphora,
  { facts, policy, wanted }: { facts: AmphoraFacts; policy: AmphoraPolicy; wanted: Candidate | null },
): string | null {
  if (image.name === wanted?.name) return "wanted";
  // another Octavia may take its images from the same project, by another tag or of another arch
  if (image.tags.length > 0) return `tagged ${image.tags.join(", ")}`;
  const arch = parseAmphoraName(image.name)?.arch;
  if (arch !== policy.arch) return `of ${arch ?? "another arch"}, not of ${policy.arch}`;
  if (wanted === null) return "no other image is allowed";
  const users = facts.carried.filter(({ image: id }) => id === image.id || id === null);
  const [user] = users;
  if (user !== undefined)
    return `${user.image === null ? "may carry" : "carries"} ${user.loadBalancer.name || user.loadBalancer.id}${users.length === 1 ? "" : ` and ${users.length - 1} more`}`;
  const since = image.retired ?? image.createdAt;
  const until = new Date(since.getTime() + policy.keep * 3_600_000);
  return until > policy.now ? `kept until ${until.toISOString()}, to go back to` : null;
}

function failoversTo(wanted: string | null, carried: readonly Carried[]): Failover[] {
  const elsewhere = carried.filter(({ image }) => image === null || image !== wanted);
  const groups = Map.groupBy(elsewhere, ({ loadBalancer }) => loadBalancer.id);
  return [...groups.values()].flatMap(([first, ...rest]) =>
    first === undefined
      ? []
      : [
          {
            loadBalancer: first.loadBalancer,
            images: [...new Set([first, ...rest].map(({ image }) => image))],
          },
        ],
  );
}

const strangerProblem = ({ id, name }: { id: string; name: string }, { cloud, tag }: AmphoraPolicy): Problem => ({
  where: `cloud ${cloud}: image ${name} (${id})`,
  value: tag,
  expected: "no tag of Octavia's on an image that is not ours",
  remedy: "find out whose it is, and remove the tag, or name its id in replaces; nothing is tagged until then",
});

/** The number of days before a review from which each run warns of it. */
const warnedBefore = 30;

function warningsOf(policy: AmphoraPolicy): string[] {
  const { release, reevaluateBy, now } = policy;
  const day = formatDay(reevaluateBy);
  if (isOverdue(policy)) return [`${release} was to be looked at again by ${day}: no new image is taken until it is`];
  return daysBetween(dayOfDate(now), reevaluateBy) <= warnedBefore
    ? [`${release} is to be looked at again by ${day}`]
    : [];
}

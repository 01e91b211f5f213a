import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { UserError } from "../../images/model/errors.ts";
import type { Target } from "../../images/model/target.ts";
import { publicRank } from "../../images/tree/visibility.ts";
import { phases } from "../../images/tree/record.ts";
import type { TargetResult } from "../../images/tree/resources.ts";
import { bind, type BoundKind } from "../../provider-sdk/bind.ts";
import { changedKeys } from "../../provider-sdk/changed.ts";
import type { Kind } from "../../provider-sdk/kind.ts";
import { resourceClass } from "../../provider-sdk/resource-class.ts";
import { imageNamed } from "../../storage/tree/find-image.ts";
import { requireTombstone } from "../../storage/tree/tombstone.ts";
import { outcomeUnsent, passed, placeAt, resultIn, type ImageAtTarget } from "../../targets/image-at-target.ts";
import type { Shown, TargetModel, TargetResources, Upload, UploadOptions } from "../../targets/target.ts";
import type { Moment } from "./driver.ts";

/** A whole target in one file: what a cloud needs to keep the laws. A real one has a file for each part, as targets/README.md says. */

/** The cloud itself: accounts with shelves. A real target has a client in clients/ in its place. */
export class ToyCloud {
  readonly shelf = new Map<string, { bytes: string; open: boolean; listed: boolean }>();
  readonly account = "debian";
  uploads = 0;
  changes = 0;
  killedAt: Moment | undefined;
  isForestalled = false;

  put(name: string, bytes: string): void {
    this.uploads += 1;
    this.#change((part) =>
      this.shelf.set(name, { bytes: bytes.slice(0, bytes.length * part), open: false, listed: false }),
    );
  }

  show(name: string, open: boolean, listed: boolean): void {
    this.#change((part) => part === 1 && Object.assign(this.shelf.get(name) ?? {}, { open, listed }));
  }

  remove(name: string): void {
    this.#change((part) => part === 1 && this.shelf.delete(name));
  }

  /** @param make is given how much of it is done: 1 for all */
  #change(make: (part: number) => unknown): void {
    this.changes += 1;
    if (this.isForestalled) make(1);
    if (this.killedAt !== "before") make(this.killedAt === "during" ? 0.5 : 1);
    if (this.killedAt !== undefined) throw new Error(`killed ${this.killedAt} the call`);
  }
}

/** 1. The model: its types, and what a resource of them is about. */
const types = { image: "debian:toy:Image", access: "debian:toy:Access" } as const;

interface ToyTarget extends Target {
  toy: { account: string };
}
export const toyTarget = (account: string): ToyTarget => ({
  name: "toy-shelf",
  kind: "cloud",
  required: true,
  vendors: null,
  withoutPointers: true,
  toy: { account },
});
const isToy = (target: Target): target is ToyTarget => "toy" in target;

const imageInputs = z.object({ account: z.string(), image: z.string(), digest: z.string(), outcome: z.string() });
const imageOutputs = imageInputs.extend({ state: z.string() });
const accessInputs = z.object({
  account: z.string(),
  image: z.string(),
  phase: z.enum(phases),
  mayBeSeen: z.boolean(),
});

export const toyModel: TargetModel = {
  cloud: "toy",
  // 2. The configuration: `targets: {toy: {account: debian}}`
  config: z
    .strictObject({ account: z.string().nullable().default(null) })
    .prefault({})
    .transform(({ account }) => ({
      targets: account === null ? [] : [toyTarget(account)],
      problems: [],
      owned:
        account === null
          ? []
          : [{ path: [], identities: [{ key: "account", value: account, remedy: "name another account" }] }],
    })),
  types: { [types.image]: "upload", [types.access]: "access" },
  subject: ({ inputs }) => ({ image: String(inputs?.["image"]), targets: ["toy-shelf"] }),
  nameOf: ({ type, inputs }) => `${String(inputs["image"])}-toy-shelf-${type === types.image ? "image" : "access"}`,
  // who sees an image follows from its phase, so no input can contradict it
  exposure: () => [],
  exposureReads: [],
  holds: ({ outputs }) => (outputs["state"] === passed ? "whole" : "part"),
};

/** 3. The facts: what the cloud has is not asked in this example. */

/** 4. The resources: private bytes first, then who sees them. */
const Image = resourceClass<z.output<typeof imageInputs>, { state: string }>(types.image, "state");
const Access = resourceClass<z.output<typeof accessInputs>>(types.access);

class ToyUpload implements Upload {
  readonly places: readonly ImageAtTarget[];
  readonly resource: InstanceType<typeof Image>;
  readonly #parent: pulumi.Resource;

  constructor(place: ImageAtTarget, account: string, { parent, outcome, after, protectedAt }: UploadOptions) {
    const { image, target } = place;
    this.places = [place];
    this.#parent = parent;
    this.resource = new Image(
      `${image.name}-${target.name}-image`,
      { account, image: image.name, digest: image.digest, outcome, ...outcomeUnsent(place) },
      { parent, protect: protectedAt.has(target.name), dependsOn: [...after] },
    );
    this.#account = account;
  }

  readonly #account: string;
  uploaded = (): pulumi.Output<string> => this.resource.state;
  startId = (): pulumi.Output<string> =>
    this.resource.state.apply(() => this.places.map(({ image }) => image.name).join());

  show(mayBeSeen: ReadonlyMap<string, pulumi.Input<boolean>>, after: readonly pulumi.Resource[]): Shown {
    const access = this.places.map(({ image, target, plan: { phase, days } }) =>
      days.shown === undefined
        ? undefined
        : new Access(
            `${image.name}-${target.name}-access`,
            { account: this.#account, image: image.name, phase, mayBeSeen: mayBeSeen.get(target.name) ?? false },
            { parent: this.#parent, dependsOn: [this.resource, ...after] },
          ),
    )[0];
    return { access, result: (target) => this.#resultAt(target) };
  }

  #resultAt(target: string): pulumi.Output<TargetResult> {
    const { image, plan } = placeAt(this.places, target);
    return this.resource.state.apply((uploaded) =>
      resultIn(plan.phase, { refs: uploaded === passed ? [image.name] : [], uploaded, seen: passed }),
    );
  }
}

export const toyResources: TargetResources = {
  cloud: "toy",
  upload: (places, options) =>
    places.flatMap((place) => (isToy(place.target) ? [new ToyUpload(place, place.target.toy.account, options)] : [])),
};

/** 5. The kinds: each may be killed anywhere and repeated, and adopts what it finds. */
export function toyKinds(cloud: ToyCloud): ReadonlyMap<string, BoundKind> {
  const asOwner = (account: string): void => {
    if (account === cloud.account) return;
    const remedy = "correct the stack's targets; nothing was changed";
    throw new UserError({ where: "the toy cloud's account", value: cloud.account, expected: account, remedy });
  };
  const image: Kind<z.output<typeof imageInputs>, z.output<typeof imageOutputs>> = {
    description: "The bytes of an image on the shelf, for the owner alone.",
    inputs: imageInputs,
    outputs: imageOutputs,
    id: (inputs) => inputs.image,
    diff: (olds, news) => ({
      changes: [...changedKeys(olds, news, ["image", "digest"]), ...(olds.state === passed ? [] : ["state"])],
      replaces: changedKeys(olds, news, ["image", "digest"]),
    }),
    async create(_operation, news) {
      if (news.outcome !== passed) return { ...news, state: `broken: ${news.outcome}` };
      asOwner(news.account);
      if (cloud.shelf.get(news.image)?.bytes !== news.digest) cloud.put(news.image, news.digest);
      return { ...news, state: passed };
    },
    read: async (_operation, olds) => (cloud.shelf.has(olds.image) ? olds : undefined),
    update: (operation, _olds, news) => image.create(operation, news),
    async delete({ places }, { image: name }) {
      await requireTombstone(places, imageNamed(name), { image: name, target: "toy-shelf" });
      if (cloud.shelf.has(name)) cloud.remove(name);
    },
  };
  const access: Kind<z.output<typeof accessInputs>, z.output<typeof accessInputs>> = {
    description: "Who sees an image on the shelf.",
    inputs: accessInputs,
    outputs: accessInputs,
    id: (inputs) => inputs.image,
    diff: (olds, news) => ({ changes: changedKeys(olds, news, ["phase", "mayBeSeen"]), replaces: [] }),
    async create(_operation, news) {
      asOwner(news.account);
      const open = news.mayBeSeen && publicRank(news.phase) > 0;
      const listed = open && news.phase !== "hidden";
      const found = cloud.shelf.get(news.image);
      if (found !== undefined && (found.open !== open || found.listed !== listed)) cloud.show(news.image, open, listed);
      return news;
    },
    read: async (_operation, olds) => olds,
    update: (operation, _olds, news) => access.create(operation, news),
    async delete(operation, olds) {
      await access.create(operation, { ...olds, mayBeSeen: false });
    },
  };
  return new Map([
    [types.image, bind(image)],
    [types.access, bind(access)],
  ]);
}

import type { Account } from "../../../../clients/aws/account.ts";
import { protectImage, type Ami } from "../../../../clients/aws/images.ts";
import type { Operation } from "../../../../provider-sdk/kind.ts";
import { notUploaded, passed } from "../../../image-at-target.ts";
import type { AwsImageInputs, AwsImageOutputs } from "../../model/resources.ts";
import { accountsOf } from "../accounts.ts";
import { inEach, upIn } from "../regions.ts";
import { findWhole } from "./find.ts";
import { copyTo, makeImage } from "./make.ts";
import { removeFrom } from "./remove.ts";

/**
 * The image in each region that is up: what is there is adopted; where it is nowhere, its bytes are sent to the home region; all
 * others get a copy. A region that left the inputs loses its image once its tombstone is written.
 */
export async function ensureImage(
  operation: Operation,
  news: AwsImageInputs,
  olds?: AwsImageOutputs,
): Promise<AwsImageOutputs> {
  const { outcome, image, account: id } = news;
  const ids = new Map(Object.entries(olds?.ids ?? {}));
  const results = new Map(Object.entries(olds?.results ?? {}));
  const done = (): AwsImageOutputs => ({
    ...news,
    ids: Object.fromEntries(ids),
    results: Object.fromEntries([...results].filter(([region]) => news.regions[region] !== undefined)),
  });
  const due = dueIn(news, olds);
  const left = [...ids.keys()].filter((region) => news.regions[region] === undefined);
  if (outcome !== passed) {
    for (const [region] of due) results.set(region, notUploaded(outcome));
    return done();
  }
  if (due.length + left.length === 0) return done();
  const account = await accountsOf(operation).of(news, operation.signal);
  return operation.locks.run(`aws/${id}/${image}`, async () => {
    for (const region of await removeFrom(operation, news, left)) ids.delete(region);
    const regions = new Regions(operation, account, news, [...ids.keys()]);
    const outcomes = await inEach(operation, due, async (region) => {
      const { id: ami, snapshot = "" } = await regions.settled(region);
      ids.set(region, { image: ami, snapshot });
    });
    for (const [region, result] of Object.entries(outcomes)) results.set(region, result);
    return done();
  });
}

/** Regions without work are not asked: one that does not answer would turn a good result into a broken one. */
const dueIn = (news: AwsImageInputs, olds: AwsImageOutputs | undefined) =>
  upIn(news.regions).filter(
    ([region, { repair = [] }]) =>
      olds?.results[region] !== passed || repair.length > 0 || olds.isProtected !== news.isProtected,
  );

/** One image in the regions of an account, during one run. */
class Regions {
  readonly #operation: Operation;
  readonly #account: Account;
  readonly #news: AwsImageInputs;
  readonly #known: readonly string[];
  readonly #found = new Map<string, Promise<Ami | undefined>>();
  #source: Promise<{ region: string; ami: Ami }> | undefined;

  constructor(operation: Operation, account: Account, news: AwsImageInputs, known: readonly string[]) {
    this.#operation = operation;
    this.#account = account;
    this.#news = news;
    this.#known = known;
  }

  async settled(region: string): Promise<Ami> {
    const ami = (await this.#find(region)) ?? (await this.#fromSource(region));
    const { isProtected } = this.#news;
    if (isProtected && ami.protection === "disabled")
      await protectImage(this.#account.region(region), ami.id, this.#operation.signal);
    return ami;
  }

  async #fromSource(region: string): Promise<Ami> {
    this.#source ??= this.#sourceImage();
    const { region: home, ami } = await this.#source;
    if (home === region) return ami;
    return copyTo(this.#operation, this.#account.region(region), this.#news, { region: home, id: ami.id });
  }

  /** The image of any region can be copied: bytes are sent only if no region has it. */
  async #sourceImage(): Promise<{ region: string; ami: Ami }> {
    const { home, regions } = this.#news;
    const names = upIn(regions).map(([name]) => name);
    const inOrder = [home, ...names.filter((name) => this.#known.includes(name)), ...names].filter((name) =>
      names.includes(name),
    );
    const readable: string[] = [];
    const refusals: unknown[] = [];
    for (const region of new Set(inOrder)) {
      try {
        const ami = await this.#find(region);
        if (ami !== undefined) return { region, ami };
        readable.push(region);
      } catch (error) {
        refusals.push(error);
      }
    }
    const [region] = readable;
    if (region === undefined) throw refusals[0];
    const { uploads } = accountsOf(this.#operation);
    const ami = await uploads.run(this.#operation.signal, () =>
      makeImage(this.#operation, this.#account.region(region), this.#news),
    );
    return { region, ami };
  }

  #find(region: string): Promise<Ami | undefined> {
    const found = this.#found.get(region) ?? findWhole(this.#operation, this.#account.region(region), this.#news);
    this.#found.set(region, found);
    return found;
  }
}

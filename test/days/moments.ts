import { versionIn, type Lead, type Sight } from "./sight.ts";

/** What must be true at every moment, whatever a run does then, and wherever it is killed. */
interface Rules {
  /** Versions that failed a test, or whose withdrawal is done: they may not be public. */
  never: ReadonlySet<string>;
  /** What must be whole before any image of the version is public, each as `target image`. */
  required: (version: string) => readonly string[];
}

/** Looks at the clouds again and again, and collects what breaks a rule. Each problem is reported once. */
export class Moments {
  readonly #problems = new Set<string>();
  /** How often the clouds were looked at. */
  looks = 0;
  readonly #rules: Rules;
  readonly #wasPublic = new Set<string>();
  readonly #wasLed = new Set<string>();

  constructor(rules: Rules) {
    this.#rules = rules;
  }

  look(sights: readonly Sight[]): void {
    this.looks += 1;
    const held = sights.flatMap((sight) => sight.held);
    for (const lead of sights.flatMap(({ leads }) => leads)) this.#follow(lead);
    const places = new Map<string, number>();
    for (const { target, image, isPublic, wrong } of held) {
      const place = `${target} ${image}`;
      places.set(place, (places.get(place) ?? 0) + 1);
      if (!isPublic) continue;
      if (wrong !== undefined) this.#problems.add(`${place} is public, and ${wrong}`);
      const [, version = ""] = image.split(" ");
      if (this.#rules.never.has(version)) this.#problems.add(`${place} is public, and never may be`);
    }
    for (const [place, count] of places) if (count > 1) this.#problems.add(`${place} was made ${count} times`);
    this.#together(held);
    this.#afterAll(sights);
  }

  /** Returns the problems that were found since the last call. */
  take(): string[] {
    const found = [...this.#problems];
    this.#problems.clear();
    return found;
  }

  #follow({ from, version, wrong }: Lead): void {
    if (wrong !== undefined) this.#problems.add(`${from} leads to ${wrong}`);
    if (this.#rules.never.has(version)) this.#problems.add(`${from} leads to ${version}, and never may`);
  }

  /** A name that moves may lead to a set only after all required images of the set are public, at every target. */
  #afterAll(sights: readonly Sight[]): void {
    const moving = sights.flatMap(({ leads }) => leads).filter(({ from }) => versionIn(from) === undefined);
    for (const { from, version } of moving) {
      if (this.#wasLed.has(version)) continue;
      this.#wasLed.add(version);
      const shown = sights.flatMap(({ held }) => held.filter(({ isPublic }) => isPublic));
      const isPublicAt = new Set(shown.map(({ target, image }) => `${target} ${image}`));
      for (const place of this.#rules.required(version))
        if (!isPublicAt.has(place)) this.#problems.add(`${from} leads to ${version} before ${place} is public`);
    }
  }

  /** No image of a set may become public before all required images of the set are whole. */
  #together(held: readonly Sight["held"][number][]): void {
    for (const { isPublic, image } of held) {
      const [, version = ""] = image.split(" ");
      if (!isPublic || this.#wasPublic.has(version)) continue;
      this.#wasPublic.add(version);
      const whole = new Set(held.flatMap((each) => (each.wrong === undefined ? [`${each.target} ${each.image}`] : [])));
      for (const place of this.#rules.required(version))
        if (!whole.has(place)) this.#problems.add(`${image} is public before ${place} is there`);
    }
  }
}

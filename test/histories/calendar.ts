import { addDays, type Day } from "../../images/model/day.ts";
import { day as dayOf } from "../samples/samples.ts";
import type { Random } from "./random.ts";

/** The days of a random history: some weeks are idle, and in some histories the clock is wrong for a few days. */
export class Calendar {
  /** The day, whatever the clock says. */
  trueDay: Day;
  readonly #random: Random;
  readonly #wrongAt: number;
  readonly #error: number;
  #count = 0;

  constructor(random: Random, start: string) {
    this.trueDay = dayOf(start);
    this.#random = random;
    this.#wrongAt = random.chance(0.4) ? random.between(3, 25) : -1;
    this.#error = random.pick([-400, -20, -3, 5, 30, 400]);
  }

  /** Goes on to the next run. Returns what its clock says. */
  next(): Day {
    const sameDay = this.#random.chance(0.1);
    const idle = this.#random.chance(0.06) ? this.#random.between(7, 30) : 1;
    this.trueDay = addDays(this.trueDay, sameDay ? 0 : idle);
    this.#count++;
    const wrong = this.#count >= this.#wrongAt && this.#count < this.#wrongAt + 3;
    return wrong && this.#wrongAt >= 0 ? addDays(this.trueDay, this.#error) : this.trueDay;
  }
}

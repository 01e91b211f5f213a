import type { Day } from "../../images/model/day.ts";
import type { Cache } from "./cache.ts";
import type { Limits } from "./limits.ts";

/** What a server was found to say, once in a session. */
export type Said = { is: "newest" } | { is: "refused" | "doubtful"; reason: string };

/** What every read of one command shares. */
export interface Session {
  day: Day;
  cache: Cache;
  limits: Limits;
  /** Days after which data is not relied on. */
  maxAge: number;
  /** By address: nothing is asked for twice. */
  said: Map<string, Said>;
}

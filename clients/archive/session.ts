import type { Day } from "../../images/model/day.ts";
import type { Cache } from "./cache.ts";
import type { Limits } from "./limits.ts";

/** A server's answer, which is asked for once in a session. */
export type Said = { is: "newest" } | { is: "refused" | "doubtful"; reason: string };

/** Shared by all reads of one command. */
export interface Session {
  day: Day;
  cache: Cache;
  limits: Limits;
  /** Days after which data counts as stale. */
  maxAge: number;
  /** By address: nothing is asked for twice. */
  said: Map<string, Said>;
}

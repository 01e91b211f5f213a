import type { Readable } from "node:stream";

/** A call of one of the cloud's services. */
export interface ServiceRequest {
  method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the service's root, which ends in its version: `/images`. */
  path: string;
  /** A list gives the parameter once per value. */
  query?: Record<string, string | readonly string[]>;
  json?: unknown;
  headers?: Record<string, string>;
  /** Makes a new body for each attempt. */
  body?: () => Buffer | Readable;
  signal?: AbortSignal;
  /** Milliseconds for one attempt, to the end of the answer; 0: only silence is limited. */
  timeout?: number;
  /** Whether a call that may have reached the service can be repeated; default: all but POST. */
  repeatable?: boolean;
}

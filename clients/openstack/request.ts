import type { Readable } from "node:stream";

/** A call of one of the cloud's services. */
export interface ServiceRequest {
  method: "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the service's root, which ends in its version: `/images`. */
  path: string;
  /** A value that is a list is given once for each. */
  query?: Record<string, string | readonly string[]>;
  json?: unknown;
  headers?: Record<string, string>;
  /** A body made anew for each try. */
  body?: () => Buffer | Readable;
  signal?: AbortSignal;
  /** Milliseconds for one try, until the whole answer is there; 0: no bound but that of silence. */
  timeout?: number;
  /** Whether a try that may have reached the service can be made again; all but POST can, unless this says otherwise. */
  repeatable?: boolean;
}

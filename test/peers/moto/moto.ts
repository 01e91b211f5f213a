import path from "node:path";
import { z } from "zod";
import { findProgram } from "../../../storage/programs/search.mjs";
import { startServer, type StartedServer } from "../started-server.ts";
import { motoPackages } from "./install.ts";

/** A call to AWS, as the server saw it. */
const callSchema = z.object({
  account: z.string(),
  region: z.string(),
  /** `ebs:PutSnapshotBlock`. */
  name: z.string(),
  snapshot: z.string().nullable(),
  block: z.number().nullable(),
});
type Call = z.output<typeof callSchema>;

/** A call that goes wrong; rules/faults.py has the meaning of each key. */
export interface Fault {
  call: string;
  do: "throttle" | "fail" | "fail-after" | "lose-before" | "lose-after" | "hang" | "refuse";
  after?: number;
  times?: number;
  region?: string;
  account?: string;
  code?: string;
  status?: number;
  /** The reason in an error of EBS direct. */
  reason?: string;
  message?: string;
}

/** How late the cloud shows things, what it lacks, and what goes wrong. rules/settings.py has the meaning and the default of each. */
export interface Rules {
  faults?: readonly Fault[];
  snapshot_settles?: number;
  snapshot_ends?: "completed" | "error";
  snapshot_unknown?: number;
  complete_twice?: "accepted" | "refused";
  image_unknown?: number;
  image_without_snapshot?: number;
  image_settles?: number;
  image_lingers?: number;
  copy_settles?: number;
  copy_ends?: "available" | "failed" | "never";
  /** By image: when it was launched last. */
  last_launched?: Readonly<Record<string, string>>;
  /** By region: the quota of public images. */
  public_images?: Readonly<Record<string, number>>;
  public_images_in_bin?: Readonly<Record<string, number>>;
  snapshot_copies?: number;
  snapshots?: number;
  regions_on?: readonly string[];
  regions_off?: readonly string[];
  image_sharing?: "unblocked" | "block-new-sharing";
  snapshot_sharing?: "unblocked" | "block-new-sharing" | "block-all-sharing";
  sharing_settles?: number;
  sharing_managed_by?: "account" | "declarative-policy";
  publishers?: readonly string[];
  parameter_settles?: number;
  iam?: boolean;
}

/** moto with the project's rules, on loopback. It has all accounts and regions of one AWS, in memory. */
export class Moto {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  /** Goes back to the state after the start: no images, only the usual rules, no calls. */
  async reset(): Promise<void> {
    await this.#ask("POST", "/moto-api/reset");
    await this.#ask("DELETE", "/rules");
    await this.#ask("DELETE", "/rules/calls");
  }

  /** Goes back to the usual rules. Images and calls stay. */
  async rules(): Promise<void> {
    await this.#ask("DELETE", "/rules");
  }

  async set(rules: Rules): Promise<void> {
    await this.#ask("PUT", "/rules", rules);
  }

  /** The calls since the start, or since `forget`. */
  async calls(): Promise<Call[]> {
    return z.array(callSchema).parse(await this.#ask("GET", "/rules/calls"));
  }

  async forget(): Promise<void> {
    await this.#ask("DELETE", "/rules/calls");
  }

  /** Has AWS cancel a snapshot, as it does when no block comes for long. */
  async giveUp(snapshot: string): Promise<void> {
    await this.#ask("POST", "/rules/give-up", { snapshot });
  }

  async #ask(method: string, where: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(`${this.url}${where}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(60_000),
    });
    if (!answer.ok) throw new Error(`${method} ${where}: ${answer.status} ${await answer.text()}`);
    return where.startsWith("/rules") ? answer.json() : undefined;
  }
}

/** Starts a moto of the test's own. */
export async function startMoto(): Promise<Pick<StartedServer, "processorTime" | "stop"> & { moto: Moto }> {
  const { url, ...server } = await startServer({
    name: "moto",
    program: findProgram("python3") ?? "python3",
    args: [path.join(import.meta.dirname, "serve.py")],
    env: { PYTHONPATH: path.join(await motoPackages(), "packages"), PYTHONDONTWRITEBYTECODE: "1" },
    listening: /^listening on (\d+)$/,
  });
  return { moto: new Moto(url), ...server };
}

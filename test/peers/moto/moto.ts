import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { z } from "zod";
import { startFile } from "../../../storage/programs/spawn.mjs";
import { findProgram } from "../../../storage/programs/search.mjs";
import { motoPackages } from "./install.ts";

/** A call to AWS, as the server saw it. */
const callSchema = z.object({
  account: z.string(),
  region: z.string(),
  /** `ebs:PutSnapshotBlock` */
  name: z.string(),
  snapshot: z.string().nullable(),
  block: z.number().nullable(),
});
export type Call = z.output<typeof callSchema>;

/** A call that goes wrong: see rules/faults.py. */
export interface Fault {
  call: string;
  do: "throttle" | "fail" | "fail-after" | "lose-before" | "lose-after" | "hang" | "refuse";
  after?: number;
  times?: number;
  region?: string;
  account?: string;
  code?: string;
  status?: number;
  /** Of EBS direct's errors. */
  reason?: string;
  message?: string;
}

/** How slow, how poor and how broken the cloud is. rules/settings.py has the meaning and the default of each. */
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
  /** By id. */
  last_launched?: Readonly<Record<string, string>>;
  /** By region. */
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

/** moto with the project's rules, on loopback: all accounts and regions of one AWS, in memory. */
export class Moto {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  /** As after its start: no images, no rules, no calls. */
  async reset(): Promise<void> {
    await this.#ask("POST", "/moto-api/reset");
    await this.#ask("DELETE", "/rules");
    await this.#ask("DELETE", "/rules/calls");
  }

  /** No rule but the usual ones; images and calls stay. */
  async rules(): Promise<void> {
    await this.#ask("DELETE", "/rules");
  }

  async set(rules: Rules): Promise<void> {
    await this.#ask("PUT", "/rules", rules);
  }

  /** What was called since the start, or since `forget`. */
  async calls(): Promise<Call[]> {
    return z.array(callSchema).parse(await this.#ask("GET", "/rules/calls"));
  }

  async forget(): Promise<void> {
    await this.#ask("DELETE", "/rules/calls");
  }

  /** Lets AWS cancel a snapshot, as it does when no block comes for long. */
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

/** Starts a server of its own. It ends with this process, however that ends: it reads a pipe from it. */
export async function startMoto(): Promise<{ moto: Moto; stop: () => Promise<void> }> {
  const packages = path.join(await motoPackages(), "packages");
  const server = startFile(findProgram("python3") ?? "python3", [path.join(import.meta.dirname, "serve.py")], {
    env: { ...process.env, PYTHONPATH: packages, PYTHONDONTWRITEBYTECODE: "1" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const stop = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    server.kill("SIGKILL");
    await once(server, "exit");
  };
  for await (const line of createInterface(server.stdout)) {
    const port = /^listening on (\d+)$/.exec(line)?.[1];
    if (port !== undefined) return { moto: new Moto(`http://127.0.0.1:${port}`), stop };
  }
  await stop();
  throw new Error("moto ended before it listened; its words are above");
}

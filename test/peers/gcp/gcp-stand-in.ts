import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { permissionsOf } from "./permissions.ts";
import { route, type Answer } from "./routes.ts";
import { errorBody, Refused, type RuleName } from "./rules.ts";
import { addProject, emptyState, type Project, type State } from "./state.ts";

export interface GcpStart {
  /** Projects that the token may use. */
  projects: readonly string[];
  /** Buckets by name, with their project. */
  buckets: Readonly<Record<string, string>>;
}

/** The token of a program that may write; any other is refused. */
export const ownToken = "token-of-the-tests";
/** The token of an identity that deletes, and does nothing else. */
export const deleterToken = "token-of-the-deleter";

/** Compute Engine's images and Cloud Storage's uploads on this machine, as strict as Google where that is known. */
export class GcpStandIn {
  readonly state: State = emptyState();
  readonly calls: string[] = [];
  /** Looks until an operation is done. */
  looks = 2;
  /** Whether an image that was deprecated stays so. Google's own pages disagree. */
  deprecationIsForGood = true;
  /** So many readings of a policy or a family tell of what was before. */
  lateReadings = 0;
  /** Bytes of objects that were sent, those that were sent again too. */
  received = 0;
  /** What the token may do; null: everything. */
  permissions: ReadonlySet<string> | null = null;
  /** What the deleter's token may do. */
  deleterPermissions: ReadonlySet<string> = new Set();
  readonly #server: Server;
  #refusals: { call: RegExp; rule: RuleName; left: number }[] = [];
  #others: { call: RegExp; act: () => void }[] = [];

  private constructor(server: Server) {
    this.#server = server.on("request", (request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
  }

  static async start({ projects, buckets }: GcpStart): Promise<GcpStandIn> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const standIn = new GcpStandIn(server);
    for (const id of projects) addProject(standIn.state, id);
    for (const [name, project] of Object.entries(buckets))
      standIn.state.buckets.set(name, { name, project, objects: new Map() });
    return standIn;
  }

  get url(): string {
    // a server that listens on TCP has an address of this shape
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  project(id: string): Project {
    const project = this.state.projects.get(id);
    if (project === undefined) throw new Error(`no project ${id}`);
    return project;
  }

  /** The next calls of this kind are refused so, so many times. */
  refuse(call: RegExp, rule: RuleName, times = 1): void {
    this.#refusals.push({ call, rule, left: times });
  }

  /** Somebody else acts once, just after the next call of this kind is answered. */
  after(call: RegExp, act: () => void): void {
    this.#others.push({ call, act });
  }

  calm(): void {
    this.#refusals = [];
    this.#others = [];
  }

  count(call: RegExp): number {
    return this.calls.filter((made) => call.test(made)).length;
  }

  async end(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = `${request.method ?? ""} ${request.url ?? ""}`;
    this.calls.push(call);
    const { bytes, whole } = await bodyOf(request);
    if (request.method === "PUT") this.received += bytes.length;
    const { status, headers, body } = this.#answerTo(request, call, bytes, whole);
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(body === undefined ? "" : JSON.stringify(body));
  }

  #answerTo(request: IncomingMessage, call: string, bytes: Buffer, whole: boolean): Answer {
    try {
      const token = request.headers.authorization?.replace(/^Bearer /, "");
      if (token !== ownToken && token !== deleterToken) throw new Refused("unauthenticated");
      const needed = permissionsOf(call);
      const permissions = token === ownToken ? this.permissions : this.deleterPermissions;
      if (permissions !== null && !needed.every((each) => permissions.has(each))) throw new Refused("forbidden");
      const refusal = this.#refusals.find((known) => known.left > 0 && known.call.test(call));
      if (refusal !== undefined) {
        refusal.left -= 1;
        throw new Refused(refusal.rule);
      }
      const answer = structuredClone(route(this, request, bytes, whole));
      const other = this.#others.findIndex((known) => known.call.test(call));
      for (const { act } of other < 0 ? [] : this.#others.splice(other, 1)) act();
      return answer;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { status: error.rule.status, headers: {}, body: errorBody(error.rule) };
    }
  }
}

/** What came of the body, and whether all of it did. */
async function bodyOf(request: IncomingMessage): Promise<{ bytes: Buffer; whole: boolean }> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  } catch {
    return { bytes: Buffer.concat(chunks), whole: false };
  }
  return { bytes: Buffer.concat(chunks), whole: request.complete };
}

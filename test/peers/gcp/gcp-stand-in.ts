import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { close, listen } from "../loopback.ts";
import { permissionsOf } from "./permissions.ts";
import { route, type Answer } from "./routes.ts";
import { errorBody, Refused, type RuleName } from "./rules.ts";
import { addProject, emptyState, type Project, type State } from "./state.ts";

interface GcpStart {
  /** The projects that the token may use. */
  projects: readonly string[];
  /** By name of a bucket: its project. */
  buckets: Readonly<Record<string, string>>;
}

/** The token of a program that may write. The stand-in refuses any other. */
export const ownToken = "token-of-the-tests";
/** The token of an identity that deletes, and does nothing else. */
export const deleterToken = "token-of-the-deleter";

/** Compute Engine's images and Cloud Storage's uploads on loopback. It is as strict as Google, where Google's rules are known. */
export class GcpStandIn {
  readonly url: string;
  readonly state: State = emptyState();
  readonly calls: string[] = [];
  /** How many looks an operation takes. */
  looks = 2;
  /** Whether a deprecation cannot be taken back. Google's own pages disagree. */
  deprecationIsForGood = true;
  /** So many readings after a change of a policy still show the old one. */
  lateReadings = 0;
  /** The bytes of objects that were sent so far, also of those that were sent again. */
  received = 0;
  /** The permissions of the token; null: all. */
  permissions: ReadonlySet<string> | null = null;
  /** What the deleter's token may do. */
  deleterPermissions: ReadonlySet<string> = new Set();
  readonly #server: Server;
  #refusals: { call: RegExp; rule: RuleName; left: number }[] = [];
  #others: { call: RegExp; act: () => void }[] = [];

  private constructor(server: Server, url: string) {
    this.url = url;
    this.#server = server.on("request", (request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
  }

  static async start({ projects, buckets }: GcpStart): Promise<GcpStandIn> {
    const server = createServer();
    const standIn = new GcpStandIn(server, await listen(server));
    for (const id of projects) addProject(standIn.state, id);
    for (const [name, project] of Object.entries(buckets))
      standIn.state.buckets.set(name, { name, project, objects: new Map() });
    return standIn;
  }

  project(id: string): Project {
    const project = this.state.projects.get(id);
    if (project === undefined) throw new Error(`no project ${id}`);
    return project;
  }

  /** Has the next `times` calls of a kind refused by a rule. */
  refuse(call: RegExp, rule: RuleName, times = 1): void {
    this.#refusals.push({ call, rule, left: times });
  }

  /** Has somebody else act once, right after the next call of a kind. */
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

  end(): Promise<void> {
    return close(this.#server);
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

/** The bytes of a body that arrived, and whether these are all. */
async function bodyOf(request: IncomingMessage): Promise<{ bytes: Buffer; whole: boolean }> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  } catch {
    return { bytes: Buffer.concat(chunks), whole: false };
  }
  return { bytes: Buffer.concat(chunks), whole: request.complete };
}

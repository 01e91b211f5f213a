import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

type Json = Record<string, unknown>;

/**
 * The parts of Google's APIs that set a project up: buckets, identities, roles and who has them. Resources and policies by path; an etag
 * must be the last one read. Written from the APIs' discovery documents (storage.v1, iam.v1, cloudresourcemanager.v1).
 */
export class GoogleSetUp {
  readonly resources = new Map<string, Json>();
  readonly policies = new Map<string, Json>();
  /** `POST /v1/projects/p/roles`, in order. */
  readonly calls: string[] = [];
  #server = createServer((request, response) => {
    void this.#answer(request).then(({ status, body }) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async end(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage): Promise<Answer> {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const body = (text === "" ? {} : JSON.parse(text)) as Json;
    const method = request.method ?? "GET";
    const path = decodeURIComponent(url.pathname).replace(/^\/(storage\/)?v1(beta)?\//, "");
    this.calls.push(`${method} ${path}`);
    const policy = /^(.*)(?::([gs]et)IamPolicy|\/iam)$/.exec(path);
    if (policy !== null) {
      const writes = policy[2] === "set" || method === "PUT";
      return this.#policy(policy[1] ?? "", writes ? ((body["policy"] ?? body) as Json) : undefined);
    }
    // of pools without rules of their own
    if (path.endsWith(":listAttestationRules")) return { status: 200, body: {} };
    if (method === "GET") return this.#read(path);
    if (method === "PATCH" || method === "PUT") return this.#change(path, body);
    return this.#make(path, url.searchParams, body);
  }

  #read(path: string): Answer {
    const found = this.resources.get(path);
    return found === undefined ? refusal(404, `not found: ${path}`) : { status: 200, body: found };
  }

  #change(path: string, body: Json): Answer {
    const before = this.resources.get(path);
    if (before === undefined) return refusal(404, `not found: ${path}`);
    const after = { ...before, ...body };
    this.resources.set(path, after);
    return { status: 200, body: after };
  }

  #make(collection: string, parameters: URLSearchParams, body: Json): Answer {
    const { path, resource } = placed(collection, parameters, body);
    if (this.resources.has(path)) return refusal(409, `already exists: ${path}`);
    this.resources.set(path, resource);
    // identities of workloads are made by operations, which may be done at once
    return collection.includes("/workloadIdentityPools")
      ? { status: 200, body: { name: `${path}/operations/1`, done: true, response: resource } }
      : { status: 200, body: resource };
  }

  #policy(path: string, written: Json | undefined): Answer {
    const before = this.policies.get(path) ?? { version: 1, etag: "0", bindings: [] };
    if (written === undefined) return { status: 200, body: before };
    if (written["etag"] !== before["etag"]) return refusal(409, "the policy has changed since it was read");
    const after = { ...written, etag: String(Number(before["etag"]) + 1) };
    this.policies.set(path, after);
    return { status: 200, body: after };
  }
}

interface Answer {
  status: number;
  body: object;
}

const refusal = (code: number, message: string): Answer => ({ status: code, body: { error: { code, message } } });

/** Where a resource of a collection is, and what Google adds to it. */
function placed(collection: string, parameters: URLSearchParams, body: Json): { path: string; resource: Json } {
  const project = /^projects\/([^/]+)/.exec(collection)?.[1] ?? "";
  const id = parameters.get("workloadIdentityPoolId") ?? parameters.get("workloadIdentityPoolProviderId");
  if (id !== null) {
    const path = `${collection}/${id}`;
    return { path, resource: { ...body, name: path.replace(`projects/${project}/`, "projects/42/"), state: "ACTIVE" } };
  }
  if (collection.endsWith("/serviceAccounts")) {
    const email = `${String(body["accountId"])}@${project}.iam.gserviceaccount.com`;
    const name = `${collection}/${email}`;
    return {
      path: name,
      resource: { ...(body["serviceAccount"] as Json), name, email, uniqueId: "1", projectId: project },
    };
  }
  if (collection.endsWith("/roles")) {
    const name = `${collection}/${String(body["roleId"])}`;
    return { path: name, resource: { ...(body["role"] as Json), name } };
  }
  const name = String(body["name"]);
  return { path: `${collection}/${name}`, resource: { ...body, id: name, projectNumber: "42" } };
}

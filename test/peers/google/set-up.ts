import { createServer, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { close, listen } from "../loopback.ts";

type Json = Record<string, unknown>;

/**
 * Google's APIs on loopback, as far as they set a project up: buckets, identities, roles and their members. It keeps resources and policies
 * by path. A policy is written only with its last etag. Source: the discovery documents of storage.v1, iam.v1, cloudresourcemanager.v1.
 */
export class GoogleSetUp {
  readonly resources = new Map<string, Json>();
  readonly policies = new Map<string, Json>();
  /** Every call that was made: `POST projects/p/roles`. */
  readonly calls: string[] = [];
  #server = createServer((request, response) => {
    void this.#answer(request).then(({ status, body }) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
  });

  start(): Promise<string> {
    return listen(this.#server);
  }

  end(): Promise<void> {
    return close(this.#server);
  }

  async #answer(request: IncomingMessage): Promise<Answer> {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const sent = await text(request);
    const body = (sent === "" ? {} : JSON.parse(sent)) as Json;
    const method = request.method ?? "GET";
    const path = decodeURIComponent(url.pathname).replace(/^\/(storage\/)?v1(beta)?\//, "");
    this.calls.push(`${method} ${path}`);
    const policy = /^(.*)(?::([gs]et)IamPolicy|\/iam)$/.exec(path);
    if (policy !== null) {
      const writes = policy[2] === "set" || method === "PUT";
      return this.#policy(policy[1] ?? "", writes ? ((body["policy"] ?? body) as Json) : undefined);
    }
    // a pool has no rules of its own
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
    // Google makes identities of workloads by operations, which may end at once
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

/** The path of a new resource of a collection, and the resource with what Google adds. */
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

import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { close, listen } from "../loopback.ts";
import { isCopiedTo } from "./time.ts";
import { manage } from "./manager.ts";
import { ArmError, refused } from "./rules.ts";
import type { Subscription } from "./account.ts";

/** Azure on loopback, as far as publishing needs it: the Resource Manager, a token endpoint and storage accounts, on one server. */
export class AzureStandIn {
  readonly url: string;
  readonly secret = "a-secret-that-nothing-prints";
  /** Every call that was made: `PUT /arm/…`. */
  readonly calls: string[] = [];
  /** The bytes in the bodies of all calls to storage accounts, also of refused ones. */
  received = 0;
  readonly #subscriptions: readonly Subscription[];
  /** By path: how often others looked for a version where its copy is. */
  readonly #looks = new Map<string, number>();
  readonly #server: Server;
  /** By token: its tenant, and the scope for which it was given. */
  readonly #tokens = new Map<string, { tenant: string; scope: string; client: string }>();
  /** The client that may delete and do nothing else, while all others may not delete; undefined: all may do all. */
  deleter: string | undefined;

  private constructor(server: Server, url: string, subscriptions: readonly Subscription[]) {
    this.url = url;
    this.#subscriptions = subscriptions;
    this.#server = server.on("request", (request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
  }

  static async start(...subscriptions: readonly Subscription[]): Promise<AzureStandIn> {
    const server = createServer();
    return new AzureStandIn(server, await listen(server), subscriptions);
  }

  end(): Promise<void> {
    return close(this.#server);
  }

  /** The environment of an identity of a tenant. It reaches Azure by `url`. */
  environment(tenant: string, url = this.url): NodeJS.ProcessEnv {
    return {
      CLOUD_IMAGES_AZURE: url,
      AZURE_TENANT_ID: tenant,
      AZURE_CLIENT_ID: "11111111-2222-3333-4444-555555555555",
      AZURE_CLIENT_SECRET: this.secret,
    };
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "", this.url);
    const method = request.method ?? "";
    this.calls.push(`${method} ${url.pathname}${url.search}`);
    const body = await buffer(request);
    try {
      const [, room, ...rest] = url.pathname.split("/");
      if (room === "login") {
        say(response, 200, this.#token(rest[0] ?? "", body));
        return;
      }
      const tenant = this.#tenantOf(request, room === "arm" ? "management" : "storage");
      if (room === "blobs") {
        this.received += body.length;
        await this.#blob(request, response, { url, tenant, body });
        return;
      }
      if (room !== "arm" || url.searchParams.get("api-version") === null) throw refused("noApiVersion");
      const subscription = this.#subscriptions.find(({ id, tenant: own }) => id === rest[1] && own === tenant);
      if (subscription === undefined) throw refused("noSubscription", rest[1] ?? "");
      const answer = url.pathname.includes("/communityGalleries/")
        ? { status: 200, body: this.#seen(subscription, url.pathname) }
        : await manage(subscription, { method, url, body });
      say(response, answer.status, answer.body);
    } catch (error) {
      if (!(error instanceof ArmError)) throw error;
      say(response, error.status, { error: { code: error.code, message: error.message } });
    }
  }

  #token(tenant: string, body: Buffer): object {
    const form = new URLSearchParams(body.toString());
    if ((form.get("client_id") ?? "") === "")
      throw new ArmError(400, "invalid_request", "AADSTS900144: The request body must contain 'client_id'.");
    if (form.get("client_secret") !== this.secret || form.get("grant_type") !== "client_credentials")
      throw new ArmError(401, "invalid_client", "AADSTS7000215: Invalid client secret provided.");
    const token = randomUUID();
    this.#tokens.set(token, { tenant, scope: form.get("scope") ?? "", client: form.get("client_id") ?? "" });
    return { token_type: "Bearer", access_token: token, expires_in: 3600 };
  }

  #tenantOf({ headers, method }: IncomingMessage, audience: string): string {
    const found = this.#tokens.get(headers.authorization?.replace(/^Bearer /, "") ?? "");
    if (found?.scope.includes(audience) !== true) throw refused("invalidToken", audience);
    if (this.deleter !== undefined && (method === "DELETE") !== (found.client === this.deleter))
      throw refused("notAllowed", method ?? "");
    return found.tenant;
  }

  async #blob(request: IncomingMessage, response: ServerResponse, { url, tenant, body }: Asked): Promise<void> {
    const [, , account = "", container = "", name = ""] = url.pathname.split("/");
    const owner = this.#subscriptions.find((each) => each.storageAccount === account && each.tenant === tenant);
    if (owner?.container !== container) throw refused("notFound", `${account}/${container}`);
    const headers = new Headers(
      Object.entries(request.headers).map(([key, value]): [string, string] => [key, String(value)]),
    );
    const verb = request.method === "DELETE" ? "delete" : request.method === "PUT" ? "write" : "read";
    const containers = "Microsoft.Storage/storageAccounts/blobServices/containers";
    owner.need(name === "" ? `${containers}/read` : `${containers}/blobs/${verb}`);
    const answer = await owner.store.answer(
      request.method ?? "",
      decodeURIComponent(name),
      url.searchParams,
      headers,
      body,
    );
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }

  /** What anybody with a token of any tenant finds in a community gallery. */
  #seen(asker: Subscription, path: string): object {
    asker.need("Microsoft.Compute/locations/communityGalleries/images/versions/read");
    if (!asker.isRegistered) throw refused("unregistered", "Microsoft.Compute/CommunityGalleries");
    const [, region = "", publicName = "", definition = "", version = ""] = communityVersion.exec(path) ?? [];
    for (const { galleries, pace } of this.#subscriptions)
      for (const gallery of galleries.values()) {
        if (gallery.properties.sharingProfile?.communityGalleryInfo?.publicNames.includes(publicName) !== true)
          continue;
        const found = gallery.definitions.get(definition)?.versions.get(version);
        if (found === undefined || !isCopiedTo(found, region)) continue;
        const looks = (this.#looks.get(path) ?? 0) + 1;
        this.#looks.set(path, looks);
        if (looks > pace.unfound) return { name: version, location: region };
      }
    throw refused("notInRegion", region);
  }
}

const communityVersion = /\/locations\/([^/]+)\/communityGalleries\/([^/]+)\/images\/([^/]+)\/versions\/([^/]+)$/;

interface Asked {
  url: URL;
  tenant: string;
  body: Buffer;
}

const say = (response: ServerResponse, status: number, body: unknown): void =>
  void response
    .writeHead(status, { "content-type": "application/json" })
    .end(body === undefined ? "" : JSON.stringify(body));

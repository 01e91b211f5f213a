import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { close, listen } from "./loopback.ts";

/** An image of the stand-in, in Glance's format. */
export interface StandInImage extends Record<string, unknown> {
  id: string;
  name: string;
  status: string;
  visibility: string;
  owner: string;
  protected: boolean;
  os_hidden: boolean;
  tags: string[];
  created_at: string;
}

/**
 * Keystone's tokens and Glance's images on loopback, as far as an upload needs them. It keeps Glance's rules: an id is given once, an
 * image whose upload broke is `queued` again, a protected image is not deleted. test/openstack asks a real Glance.
 */
export class GlanceStandIn {
  readonly project = { id: "3c0dd3c2f1d14c0d9e8a7b6c5d4e3f21", name: "daily" };
  readonly password = "a-password-that-nothing-prints";
  readonly images = new Map<string, StandInImage>();
  /** Every call that was made: `POST /v2/images`. */
  readonly calls: string[] = [];
  readonly url: string;
  /** The bits that are flipped in the first byte of an upload, as a faulty network does; 0: none. */
  spoils = 0;
  /** The `hashing_algorithm` of its operators. */
  algorithm = "sha512";
  /** Seconds that a token is valid. */
  validity = 3_600;
  readonly #server: Server;
  readonly #used = new Set<string>();
  #token = randomUUID();

  private constructor(server: Server, url: string) {
    this.url = url;
    this.#server = server.on("request", (request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
  }

  static async start(): Promise<GlanceStandIn> {
    const server = createServer();
    return new GlanceStandIn(server, await listen(server));
  }

  end(): Promise<void> {
    return close(this.#server);
  }

  /** Ends all tokens that were given. */
  revoke(): void {
    this.#token = randomUUID();
  }

  count(call: string): number {
    return this.calls.filter((made) => made.startsWith(call)).length;
  }

  /** A clouds.yaml with one cloud. `glance` is the address of its Glance. */
  cloudsFile(cloud: string, glance = this.url): string {
    const auth = { auth_url: this.url, username: "daily", password: this.password, project_name: this.project.name };
    return JSON.stringify({ clouds: { [cloud]: { auth, image_endpoint_override: glance } } });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "", this.url);
    this.calls.push(`${request.method ?? ""} ${pathname}`);
    if (pathname === "/v3/auth/tokens") return this.#authenticate(request, response);
    if (request.headers["x-auth-token"] !== this.#token) return say(response, 401, { error: { message: "no token" } });
    const [, , kind, id, part, tag] = pathname.split("/");
    if (kind !== "images") return say(response, 404, { message: "no such path" });
    if (id === undefined)
      return request.method === "POST" ? this.#create(request, response) : this.#list(searchParams, response);
    const image = this.images.get(id);
    if (image === undefined) return page(response, 404, `No image found with ID ${id}`);
    if (part === "file") return this.#take(image, request, response);
    if (part === "tags") return this.#tag(image, decodeURIComponent(tag ?? ""), request, response);
    if (request.method === "PATCH") return this.#patch(image, request, response);
    if (request.method === "DELETE") return this.#delete(image, response);
    return say(response, 200, image);
  }

  async #authenticate(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!(await text(request)).includes(JSON.stringify(this.password)))
      return say(response, 401, { error: { message: "The request you have made requires authentication." } });
    response.setHeader("x-subject-token", this.#token);
    const expires_at = new Date(Date.now() + this.validity * 1000).toISOString();
    const endpoints = [{ interface: "public", region: "RegionOne", url: this.url }];
    const catalog = [{ type: "image", endpoints }];
    await say(response, 201, { token: { expires_at, user: { id: "u" }, project: this.project, catalog } });
  }

  async #create(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const wanted = JSON.parse(await text(request)) as Partial<StandInImage>;
    const id = wanted.id ?? randomUUID();
    if (this.#used.has(id)) return page(response, 409, `Image ID ${id} already exists!`);
    this.#used.add(id);
    const image = Object.assign(made(this.#used.size, this.project.id), wanted, { id });
    this.images.set(id, image);
    await say(response, 201, image);
  }

  async #list(query: URLSearchParams, response: ServerResponse): Promise<void> {
    const hidden = query.get("os_hidden") === "true";
    const has = (key: string, values: readonly string[]): boolean =>
      query.get(key) === null || values.includes(query.get(key) ?? "");
    const images = [...this.images.values()].filter(
      ({ os_hidden, name, status, owner, tags }) =>
        os_hidden === hidden &&
        has("name", [name]) &&
        has("status", [status]) &&
        has("owner", [owner]) &&
        has("tag", tags),
    );
    await say(response, 200, { images });
  }

  async #take(image: StandInImage, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (image.status !== "queued") return page(response, 409, `Image status transition from ${image.status}`);
    image.status = "saving";
    const hash = createHash(this.algorithm);
    let size = 0;
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) {
        if (size === 0 && this.spoils !== 0) chunk.writeUInt8(chunk.readUInt8(0) ^ this.spoils, 0);
        hash.update(chunk);
        size += chunk.length;
      }
    } catch {
      image.status = "queued";
      return;
    }
    Object.assign(image, { status: "active", size, os_hash_algo: this.algorithm, os_hash_value: hash.digest("hex") });
    response.writeHead(204).end();
  }

  async #patch(image: StandInImage, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const operations = JSON.parse(await text(request)) as { op: string; path: string; value: unknown }[];
    for (const { op, path, value } of operations) {
      const key = path.slice(1);
      if (op === "remove" && !(key in image)) return page(response, 409, `Property ${key} does not exist.`);
      if (op === "remove") Reflect.deleteProperty(image, key);
      else image[key] = value;
    }
    await say(response, 200, image);
  }

  async #tag(image: StandInImage, tag: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const others = image.tags.filter((each) => each !== tag);
    if (request.method === "DELETE" && others.length === image.tags.length)
      return page(response, 404, `Tag ${tag} was not found`);
    image.tags = request.method === "DELETE" ? others : [...others, tag];
    response.writeHead(204).end();
  }

  async #delete(image: StandInImage, response: ServerResponse): Promise<void> {
    if (image.protected) return page(response, 403, `Image ${image.id} is protected and cannot be deleted.`);
    this.images.delete(image.id);
    response.writeHead(204).end();
  }
}

/** A new image. A larger `order` is a later creation. */
const made = (order: number, owner: string): StandInImage => ({
  id: "",
  owner,
  name: "",
  status: "queued",
  visibility: "shared",
  protected: false,
  os_hidden: false,
  tags: [],
  min_disk: 0,
  size: null,
  os_hash_algo: null,
  os_hash_value: null,
  created_at: new Date(Date.UTC(2026, 6, 18) + order * 1000).toISOString(),
});

async function say(response: ServerResponse, status: number, body: unknown): Promise<void> {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

/** Glance's errors are little web pages. */
async function page(response: ServerResponse, status: number, said: string): Promise<void> {
  const body = `<html><head><title>${status}</title></head><body><h1>${status}</h1>${said}<br /><br /></body></html>`;
  response.writeHead(status, { "content-type": "text/html" }).end(body);
}

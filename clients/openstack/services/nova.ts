import { z } from "zod";
import { ask, askAll } from "../answer.ts";
import type { Connection } from "../connection.ts";
import type { ServiceRequest } from "../request.ts";
import { ifThere, isMissing, Refusal } from "../refusal.ts";

/** Nova's servers. */

/** The microversion of OpenStack Train, 2019: tags at creation, `network: none`, a flavor's facts inside the server. */
const microversion = { "openstack-api-version": "compute 2.79", "x-openstack-nova-api-version": "2.79" };

const addressSchema = z.object({
  addr: z.string(),
  version: z.number(),
  /** `fixed`, or `floating`: of a router, which the guest does not know. */
  "OS-EXT-IPS:type": z.string().optional(),
});

const serverSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    /** `BUILD`, `ACTIVE`, `ERROR`, `SHUTOFF`, `DELETED`, … */
    status: z.string(),
    tenant_id: z.string(),
    created: z.string(),
    image: z.union([z.object({ id: z.string() }), z.literal("")]),
    metadata: z.record(z.string(), z.string()),
    tags: z.array(z.string()).default([]),
    addresses: z.record(z.string(), z.array(addressSchema)),
    fault: z.object({ message: z.string() }).optional(),
    "OS-EXT-STS:task_state": z.string().nullish(),
  })
  .transform(({ tenant_id, image, "OS-EXT-STS:task_state": task, ...server }) => ({
    ...server,
    project: tenant_id,
    /** Null where it starts from a volume. */
    image: image === "" ? null : image.id,
    /** The task that Nova is carrying out; null: none. */
    task: task ?? null,
  }));

export type Server = z.output<typeof serverSchema>;

/** The first IPv4 address that its guest has; null where it has none, as in a network of IPv6 alone. */
export const ipv4Of = ({ addresses }: Pick<Server, "addresses">): string | null =>
  Object.values(addresses)
    .flat()
    .find(({ version, "OS-EXT-IPS:type": type }) => version === 4 && type !== "floating")?.addr ?? null;

interface Options {
  signal?: AbortSignal;
}

const compute = (request: ServiceRequest): ServiceRequest => ({
  ...request,
  headers: { ...microversion, ...request.headers },
});

const at = (id: string): string => `/servers/${encodeURIComponent(id)}`;

/** Undefined where there is none that the user may see. */
export async function getServer(
  connection: Connection,
  id: string,
  options: Options = {},
): Promise<Server | undefined> {
  const schema = z.object({ server: serverSchema });
  const found = ifThere(
    ask(connection, "compute", { ...compute({ method: "GET", path: at(id), ...options }), schema }),
  );
  return (await found)?.server;
}

const linksSchema = z.array(z.object({ rel: z.string() })).default([]);

/** Nova gives a list page by page where it is longer than its `max_limit`. */
function nextAfter(items: readonly { id: string }[], links: readonly { rel: string }[]) {
  const last = items.at(-1);
  return last !== undefined && links.some(({ rel }) => rel === "next") ? { marker: last.id } : undefined;
}

/** The project's servers that match: `name` is a regular expression, `tags` a list with commas. */
export async function findServers(
  connection: Connection,
  query: Record<string, string> = {},
  options: Options = {},
): Promise<Server[]> {
  return askAll(connection, "compute", {
    ...compute({ method: "GET", path: "/servers/detail", query: { ...query, limit: "200" }, ...options }),
    schema: z.object({
      servers: z.array(serverSchema),
      servers_links: linksSchema,
    }),
    items: ({ servers }) => servers,
    next: ({ servers, servers_links: links }) => nextAfter(servers, links),
  });
}

interface NewServer {
  name: string;
  /** Ids. */
  image: string;
  flavor: string;
  /** Ports or networks by their ids. */
  networks: "none" | "auto" | readonly ({ port: string } | { uuid: string })[];
  keyName?: string;
  /** Its text; sent as base64. */
  userData?: string;
  configDrive?: boolean;
  securityGroups?: readonly string[];
  metadata?: Record<string, string>;
  tags?: readonly string[];
  availabilityZone?: string;
}

/**
 * Asks for a server and gives its id; it is building then. Not repeated when the reply is lost: look for it by its name or tag
 * first.
 */
export async function createServer(connection: Connection, server: NewServer, options: Options = {}): Promise<string> {
  const { server: made } = await ask(connection, "compute", {
    ...compute({ method: "POST", path: "/servers", json: { server: bodyOf(server) }, ...options }),
    schema: z.object({ server: z.object({ id: z.string() }) }),
  });
  return made.id;
}

const bodyOf = (server: NewServer): Record<string, unknown> => ({
  name: server.name,
  imageRef: server.image,
  flavorRef: server.flavor,
  networks: server.networks,
  ...(server.keyName !== undefined && { key_name: server.keyName }),
  ...(server.userData !== undefined && { user_data: Buffer.from(server.userData).toString("base64") }),
  ...(server.configDrive !== undefined && { config_drive: server.configDrive }),
  ...(server.securityGroups !== undefined && { security_groups: server.securityGroups.map((name) => ({ name })) }),
  ...(server.metadata !== undefined && { metadata: server.metadata }),
  ...(server.tags !== undefined && { tags: server.tags }),
  ...(server.availabilityZone !== undefined && { availability_zone: server.availabilityZone }),
});

/** Asks for its deletion; one that is not there any more is deleted. It goes a little later. */
export async function deleteServer(connection: Connection, id: string, options: Options = {}): Promise<void> {
  try {
    await connection.request("compute", compute({ method: "DELETE", path: at(id), ...options }));
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** No console yet (409), none of this server or of its kind of host (404, 501). */
const withoutConsole: readonly (number | null)[] = [404, 409, 501];

/** The last lines of its serial console; all of it without a number. Empty where Nova has no console, or no server. */
export async function consoleOutput(
  connection: Connection,
  id: string,
  options: Options & { lines?: number } = {},
): Promise<string> {
  try {
    return await consoleOf(connection, id, options);
  } catch (error) {
    if (error instanceof Refusal && withoutConsole.includes(error.status)) return "";
    throw error;
  }
}

async function consoleOf(
  connection: Connection,
  id: string,
  { lines, ...options }: Options & { lines?: number },
): Promise<string> {
  const { output } = await ask(connection, "compute", {
    ...compute({
      method: "POST",
      path: `${at(id)}/action`,
      json: { "os-getConsoleOutput": lines === undefined ? {} : { length: lines } },
      // it only reads
      repeatable: true,
      ...options,
    }),
    schema: z.object({ output: z.string().nullable() }),
  });
  return output ?? "";
}

/** The flavors that the project may use. */
export async function flavors(
  connection: Connection,
  options: Options = {},
): Promise<{ id: string; name: string; vcpus: number; ram: number; disk: number }[]> {
  return askAll(connection, "compute", {
    ...compute({ method: "GET", path: "/flavors/detail", ...options }),
    schema: z.object({
      flavors: z.array(
        z.object({ id: z.string(), name: z.string(), vcpus: z.number(), ram: z.number(), disk: z.number() }),
      ),
      flavors_links: linksSchema,
    }),
    items: (page) => page.flavors,
    next: (page) => nextAfter(page.flavors, page.flavors_links),
  });
}

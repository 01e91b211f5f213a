import { z } from "zod";
import type { Connection } from "../../clients/openstack/connection.ts";

const catalogSchema = z.object({
  catalog: z.array(
    z.object({ type: z.string(), endpoints: z.array(z.object({ interface: z.string(), url: z.string() })) }),
  ),
});

/** Glance's root in Keystone's catalog, without a version. */
export async function glanceRoot(connection: Connection): Promise<string> {
  const answer = await connection.request("identity", { method: "GET", path: "/auth/catalog" });
  const { catalog } = catalogSchema.parse(await answer.json());
  const endpoints = catalog.find(({ type }) => type === "image")?.endpoints ?? [];
  const url = endpoints.find((endpoint) => endpoint.interface === "public")?.url;
  if (url === undefined) throw new Error("the cloud has no Glance");
  return url.replace(/\/+$/, "");
}

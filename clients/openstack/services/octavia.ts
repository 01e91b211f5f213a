import { z } from "zod";
import { askAll } from "../answer.ts";
import type { Connection } from "../connection.ts";

/** Octavia's load balancers, and the amphorae that carry them (an operator's view: the role load-balancer_admin). */

interface Options {
  signal?: AbortSignal;
}

const loadBalancerSchema = z.object({
  id: z.string(),
  name: z.string(),
  project_id: z.string(),
  provisioning_status: z.string(),
  operating_status: z.string(),
});

const amphoraSchema = z.object({
  id: z.string(),
  /** Null while it is a spare or is being built. */
  loadbalancer_id: z.string().nullable(),
  compute_id: z.string().nullable(),
  /** The Glance image that it was booted from; null where Octavia did not write it down. */
  image_id: z.string().nullable(),
  /** `ALLOCATED`, `BOOTING`, `READY`, `ERROR`, `DELETED`, … */
  status: z.string(),
  /** `MASTER`, `BACKUP` or `STANDALONE`. */
  role: z.string().nullable(),
});

type LoadBalancer = z.output<typeof loadBalancerSchema>;
export type Amphora = z.output<typeof amphoraSchema>;

const links = z.array(z.object({ rel: z.string() })).default([]);

const nextAfter = (items: readonly { id: string }[], rels: readonly { rel: string }[]) => {
  const last = items.at(-1);
  return last !== undefined && rels.some(({ rel }) => rel === "next") ? { marker: last.id } : undefined;
};

export const loadBalancers = (
  connection: Connection,
  query: Record<string, string> = {},
  options: Options = {},
): Promise<LoadBalancer[]> =>
  askAll(connection, "load-balancer", {
    path: "/lbaas/loadbalancers",
    query,
    schema: z.object({ loadbalancers: z.array(loadBalancerSchema), loadbalancers_links: links }),
    items: ({ loadbalancers }) => loadbalancers,
    next: ({ loadbalancers, loadbalancers_links }) => nextAfter(loadbalancers, loadbalancers_links),
    ...options,
  });

/** As `image_id` or `status` of the query say. */
export const amphorae = (
  connection: Connection,
  query: Record<string, string> = {},
  options: Options = {},
): Promise<Amphora[]> =>
  askAll(connection, "load-balancer", {
    path: "/octavia/amphorae",
    query,
    schema: z.object({ amphorae: z.array(amphoraSchema), amphorae_links: links }),
    items: ({ amphorae: found }) => found,
    next: ({ amphorae: found, amphorae_links }) => nextAfter(found, amphorae_links),
    ...options,
  });

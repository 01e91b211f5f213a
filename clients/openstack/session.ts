import { z } from "zod";
import type { Cloud, Credentials, Service, Subject } from "./cloud.ts";

/** Keystone's answer to credentials. The token stays in memory. */
export interface Session {
  token: string;
  /** Milliseconds since 1970. */
  expires: number;
  project: { id: string; name: string };
  userId: string;
  /** By service: its root, with the version of its API. */
  roots: Partial<Record<Service, string>>;
}

const tokenSchema = z.object({
  token: z.object({
    expires_at: z.string(),
    user: z.object({ id: z.string() }),
    project: z.object({ id: z.string(), name: z.string() }).optional(),
    catalog: z
      .array(
        z.object({
          type: z.string(),
          endpoints: z.array(
            z.object({
              interface: z.string(),
              region: z.string().nullish(),
              region_id: z.string().nullish(),
              url: z.string(),
            }),
          ),
        }),
      )
      .default([]),
  }),
});

export const parseToken = (answer: unknown): TokenAnswer | undefined => tokenSchema.safeParse(answer).data?.token;

type TokenAnswer = z.output<typeof tokenSchema>["token"];

/** Undefined where the token is of no project: then it can do nothing here. */
export function sessionOf(cloud: Cloud, token: string, answer: TokenAnswer): Session | undefined {
  const { project, user, expires_at } = answer;
  if (project === undefined) return undefined;
  return { token, expires: Date.parse(expires_at), project, userId: user.id, roots: rootsOf(cloud, answer) };
}

/** The names that catalogs have for a service, and the version that the calls here are written for, where a root may lack it. */
const catalogNames: Record<Service, { types: readonly string[]; version: string | null }> = {
  image: { types: ["image"], version: "v2" },
  compute: { types: ["compute"], version: "v2.1" },
  network: { types: ["network"], version: "v2.0" },
  "load-balancer": { types: ["load-balancer"], version: "v2" },
  identity: { types: ["identity"], version: "v3" },
  volume: { types: ["volumev3", "block-storage", "volume"], version: "v3" },
};

function rootsOf(cloud: Cloud, { catalog }: TokenAnswer): Session["roots"] {
  const entries = Object.entries(catalogNames) as [Service, (typeof catalogNames)[Service]][];
  return Object.fromEntries(
    entries.flatMap(([service, { types, version }]) => {
      const endpoints = types.flatMap((type) => catalog.find((entry) => entry.type === type)?.endpoints ?? []);
      const listed = endpoints.find(
        (endpoint) =>
          endpoint.interface === cloud.interface &&
          (cloud.region === null || [endpoint.region_id, endpoint.region].includes(cloud.region)),
      );
      const url = cloud.endpoints[service] ?? listed?.url;
      return url === undefined ? [] : [[service, withVersion(url, version)]];
    }),
  );
}

/** A root may bear its version, and a project after it. */
function withVersion(url: string, version: string | null): string {
  const root = url.replace(/\/+$/, "");
  return version === null || /\/v\d+(\.\d+)?(\/|$)/.test(new URL(root).pathname) ? root : `${root}/${version}`;
}

/** The body of Keystone's `POST /auth/tokens`. */
export function tokenRequest(credentials: Credentials): unknown {
  switch (credentials.by) {
    case "password": {
      const { user, password, project } = credentials;
      return request({ methods: ["password"], password: { user: { ...user, password } } }, project);
    }
    case "application credential": {
      const { credential, secret } = credentials;
      // it is bound to its project; Keystone refuses a scope beside it
      return request({ methods: ["application_credential"], application_credential: { ...credential, secret } }, null);
    }
    case "token":
      return request({ methods: ["token"], token: { id: credentials.token } }, credentials.project);
  }
}

const request = (identity: unknown, project: Subject | null): unknown => ({
  auth: { identity, ...(project !== null && { scope: { project } }) },
});

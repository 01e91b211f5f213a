import { z } from "zod";

/** One cloud of clouds.yaml: where its Keystone is, and as whom it is asked. Holds secrets: it is never written or printed. */
export interface Cloud {
  /** As in clouds.yaml. */
  name: string;
  /** Keystone's root of version 3, without a slash at its end. */
  authUrl: string;
  credentials: Credentials;
  /** Endpoints of another region are not seen; null: there is one only. */
  region: string | null;
  interface: "public" | "internal" | "admin";
  /** By service: an address that is used instead of the catalog's. */
  endpoints: Partial<Record<Service, string>>;
  tls: Tls;
}

export const services = ["image", "compute", "network", "load-balancer", "identity", "volume"] as const;
export type Service = (typeof services)[number];

/** A user or a project: by its id alone, or by its name and its domain. */
export type Subject = { id: string } | { name: string; domain: { id: string } | { name: string } };

export type Credentials =
  | { by: "password"; user: Subject; password: string; project: Subject }
  | { by: "application credential"; credential: { id: string } | { name: string; user: Subject }; secret: string }
  | { by: "token"; token: string; project: Subject | null };

export interface Tls {
  /** Paths of PEM files; null: those of the system, and no certificate of our own. */
  ca: string | null;
  cert: string | null;
  key: string | null;
  verify: boolean;
}

const text = z.union([z.string(), z.number().transform(String)]);

const authSchema = z.object({
  auth_url: z.url({ protocol: /^https?$/ }),
  username: text.optional(),
  user_id: text.optional(),
  password: text.optional(),
  user_domain_name: text.optional(),
  user_domain_id: text.optional(),
  project_name: text.optional(),
  project_id: text.optional(),
  tenant_name: text.optional(),
  project_domain_name: text.optional(),
  project_domain_id: text.optional(),
  domain_name: text.optional(),
  domain_id: text.optional(),
  application_credential_id: text.optional(),
  application_credential_name: text.optional(),
  application_credential_secret: text.optional(),
  token: text.optional(),
});

/** A cloud as openstacksdk reads it; keys that say nothing of how the cloud is asked are left alone. */
export const cloudEntrySchema = z.object({
  auth: authSchema,
  region_name: z.string().nullish(),
  interface: z
    .enum(["public", "internal", "admin", "publicURL", "internalURL", "adminURL"])
    .transform((word) => word.replace("URL", ""))
    .pipe(z.enum(["public", "internal", "admin"]))
    .default("public"),
  cacert: z.string().nullish(),
  cert: z.string().nullish(),
  key: z.string().nullish(),
  verify: z.boolean().default(true),
  image_endpoint_override: z.url().optional(),
  compute_endpoint_override: z.url().optional(),
  network_endpoint_override: z.url().optional(),
  load_balancer_endpoint_override: z.url().optional(),
  identity_endpoint_override: z.url().optional(),
  volume_endpoint_override: z.url().optional(),
});

type CloudEntry = z.output<typeof cloudEntrySchema>;
type Auth = z.output<typeof authSchema>;

/** The cloud of an entry; undefined where the entry names no credentials that are whole. */
export function cloudOf(name: string, entry: CloudEntry): Cloud | undefined {
  const credentials = credentialsOf(entry.auth);
  if (credentials === undefined) return undefined;
  const { cacert, cert, key, verify } = entry;
  return {
    name,
    authUrl: versionThree(entry.auth.auth_url),
    credentials,
    region: entry.region_name ?? null,
    interface: entry.interface,
    endpoints: endpointsOf(entry),
    tls: { ca: cacert ?? null, cert: cert ?? null, key: key ?? null, verify },
  };
}

const versionThree = (url: string): string => `${url.replace(/\/+$/, "").replace(/\/v\d+(\.\d+)?$/, "")}/v3`;

function endpointsOf(entry: CloudEntry): Cloud["endpoints"] {
  const overrides: Record<Service, string | undefined> = {
    image: entry.image_endpoint_override,
    compute: entry.compute_endpoint_override,
    network: entry.network_endpoint_override,
    "load-balancer": entry.load_balancer_endpoint_override,
    identity: entry.identity_endpoint_override,
    volume: entry.volume_endpoint_override,
  };
  return Object.fromEntries(
    services.flatMap((service) => {
      const url = overrides[service];
      return url === undefined ? [] : [[service, url]];
    }),
  );
}

function credentialsOf(auth: Auth): Credentials | undefined {
  const user = subject(auth.user_id, auth.username, domain(auth.user_domain_id, auth.user_domain_name, auth));
  const project = subject(
    auth.project_id,
    auth.project_name ?? auth.tenant_name,
    domain(auth.project_domain_id, auth.project_domain_name, auth),
  );
  const { application_credential_secret: secret, application_credential_id: id, application_credential_name } = auth;
  if (secret !== undefined) {
    if (id !== undefined) return { by: "application credential", credential: { id }, secret };
    if (application_credential_name === undefined || user === undefined) return undefined;
    return { by: "application credential", credential: { name: application_credential_name, user }, secret };
  }
  if (auth.password !== undefined && user !== undefined && project !== undefined)
    return { by: "password", user, password: auth.password, project };
  return auth.token === undefined ? undefined : { by: "token", token: auth.token, project: project ?? null };
}

type Domain = { id: string } | { name: string };

/** Keystone's own first domain has the id `default`: what openstacksdk takes where nothing is said. */
function domain(id: string | undefined, name: string | undefined, auth: Auth): Domain {
  if (id !== undefined) return { id };
  if (name !== undefined) return { name };
  if (auth.domain_id !== undefined) return { id: auth.domain_id };
  return auth.domain_name === undefined ? { id: "default" } : { name: auth.domain_name };
}

function subject(id: string | undefined, name: string | undefined, ofDomain: Domain): Subject | undefined {
  if (id !== undefined) return { id };
  return name === undefined ? undefined : { name, domain: ofDomain };
}

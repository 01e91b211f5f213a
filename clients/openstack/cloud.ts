import { homedir } from "node:os";
import { z } from "zod";
import type { Mapping } from "./config/cloud-entry.ts";
import { endpointsOf, isHarmless, isServiceKey, serviceProblems } from "./config/cloud-keys.ts";
import type { Service } from "./services/service.ts";

/** One cloud of clouds.yaml: its Keystone and the credentials for it. Holds secrets, so it is never written or printed. */
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

export type { Service } from "./services/service.ts";

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

const authSchema = z.strictObject({
  auth_url: z.url({ protocol: /^https?$/ }),
  username: text.optional(),
  user_id: text.optional(),
  password: text.optional(),
  user_domain_name: text.optional(),
  user_domain_id: text.optional(),
  project_name: text.optional(),
  project_id: text.optional(),
  project_domain_name: text.optional(),
  project_domain_id: text.optional(),
  domain_name: text.optional(),
  domain_id: text.optional(),
  application_credential_id: text.optional(),
  application_credential_name: text.optional(),
  application_credential_secret: text.optional(),
  token: text.optional(),
});

/** The ways to authenticate, by openstacksdk's names. */
const authTypes = {
  password: "password",
  v3password: "password",
  token: "token",
  v3token: "token",
  v3applicationcredential: "application credential",
} as const satisfies Record<string, Credentials["by"]>;

const authType = z
  .enum(Object.keys(authTypes))
  .transform((name): Credentials["by"] | undefined => Object.entries(authTypes).find(([key]) => key === name)?.[1]);

/** Also as a string, as in openstacksdk. */
const yes = z.union([z.boolean(), z.string().transform((word) => word.toLowerCase() === "true")]);

const home = z.string().transform((path) => path.replace(/^~(?=\/|$)/, homedir()));

/** A cloud from `cloudEntry`, without the keys of single services. */
const entrySchema = z.object({
  auth: authSchema,
  auth_type: authType.optional(),
  region_name: text.optional(),
  interface: z
    .enum(["public", "internal", "admin", "publicURL", "internalURL", "adminURL"])
    .transform((word) => word.replace("URL", ""))
    .pipe(z.enum(["public", "internal", "admin"]))
    .default("public"),
  cacert: home.optional(),
  cert: home.optional(),
  key: home.optional(),
  verify: z.boolean().default(true),
  insecure: yes.default(false),
});

type Auth = z.output<typeof authSchema>;

/** Problems of an entry, by openstacksdk's names for its keys; no value of it is included. */
export function entryProblems(entry: Mapping): string[] {
  const fixed = entrySchema.safeParse(entry).error?.issues ?? [];
  const known: readonly string[] = entrySchema.keyof().options;
  const unknown = Object.keys(entry).filter((key) => !known.includes(key) && !isServiceKey(key) && !isHarmless(key));
  return [
    ...fixed.map(({ path, message }) => `${path.map(String).join(".")}: ${message}`),
    ...serviceProblems(entry),
    ...unknown.map((key) => `${key}: a key that is understood here, and this one is not`),
  ];
}

/** The cloud of an entry without problems; undefined if the entry has no complete credentials. */
export function cloudOf(name: string, mapping: Mapping): Cloud | undefined {
  const entry = entrySchema.parse(mapping);
  const credentials = credentialsOf(entry.auth, entry.auth_type);
  if (credentials === undefined) return undefined;
  const { cacert, cert, key, verify, insecure } = entry;
  return {
    name,
    authUrl: versionThree(entry.auth.auth_url),
    credentials,
    region: entry.region_name ?? null,
    interface: entry.interface,
    endpoints: endpointsOf(mapping),
    // a certificate without a key file contains its key
    tls: { ca: cacert ?? null, cert: cert ?? null, key: key ?? cert ?? null, verify: verify && !insecure },
  };
}

const versionThree = (url: string): string => `${url.replace(/\/+$/, "").replace(/\/v\d+(\.\d+)?$/, "")}/v3`;

/** The first complete credentials; `by` asks for one kind of them. */
function credentialsOf(auth: Auth, by: Credentials["by"] | undefined): Credentials | undefined {
  const user = subject(auth.user_id, auth.username, domain(auth.user_domain_id, auth.user_domain_name, auth));
  const project = subject(
    auth.project_id,
    auth.project_name,
    domain(auth.project_domain_id, auth.project_domain_name, auth),
  );
  const { password, token, application_credential_secret: secret } = auth;
  const credential = credentialNamed(auth, user);
  const whole: (Credentials | undefined)[] = [
    secret === undefined || credential === undefined ? undefined : { by: "application credential", credential, secret },
    password === undefined || user === undefined || project === undefined
      ? undefined
      : { by: "password", user, password, project },
    token === undefined ? undefined : { by: "token", token, project: project ?? null },
  ];
  return whole.find((each) => each !== undefined && (by === undefined || each.by === by));
}

function credentialNamed({ application_credential_id: id, application_credential_name: name }: Auth, user?: Subject) {
  if (id !== undefined) return { id };
  return name === undefined || user === undefined ? undefined : { name, user };
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

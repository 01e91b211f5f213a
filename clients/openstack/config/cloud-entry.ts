import profiles from "./vendor-profiles.json" with { type: "json" };

/** A cloud of clouds.yaml as openstacksdk 4.22.0 builds it: from its entry, its vendor's profile and its first region. Pure. */

export type Mapping = Record<string, unknown>;

export const isMapping = (value: unknown): value is Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Why an entry gives no cloud. Of the entry's values it has only names of profiles and keys. */
export class EntryFault extends Error {
  readonly remedy: string;

  constructor(expected: string, remedy: string) {
    super(expected);
    this.name = "EntryFault";
    this.remedy = remedy;
  }
}

/** `own`: the entry, with its secrets; `vendors`: `public-clouds` of clouds-public.yaml. */
export function cloudEntry(own: unknown, vendors: Mapping): Mapping {
  if (!isMapping(own)) throw new EntryFault("a mapping", "write its keys below its name");
  const entry = withUnderscores(own);
  const profile = profileOf(entry["profile"] ?? entry["cloud"], vendors);
  const region = firstRegion(entry, profile);
  const together = [entry, region.values].reduce(laidOver, profile);
  const cloud = { ...together, ...(region.name === null ? {} : { region_name: region.name }) };
  return filledIn(gatheredAuth(interfaces(without(cloud, ["regions"]))));
}

const without = (mapping: Mapping, keys: readonly string[]): Mapping =>
  Object.fromEntries(Object.entries(mapping).filter(([key]) => !keys.includes(key)));

/** A key with hyphens means the same as with underscores. */
const withUnderscores = (mapping: Mapping): Mapping =>
  Object.fromEntries(
    Object.entries(mapping)
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([key, value]) => [key.replaceAll("-", "_"), isMapping(value) ? withUnderscores(value) : value]),
  );

/** Merges the second over the first: `auth` key by key, every other key as a whole. */
const laidOver = (under: Mapping, over: Mapping): Mapping => ({
  ...under,
  ...over,
  auth: { ...auth(under), ...auth(over) },
});

const auth = ({ auth }: Mapping): Mapping => (isMapping(auth) ? auth : {});

function profileOf(name: unknown, vendors: Mapping): Mapping {
  if (name === undefined) return {};
  if (typeof name !== "string") throw new EntryFault("profile: a vendor's name", "correct it");
  const known: Mapping = profiles.profiles;
  const found = Object.hasOwn(vendors, name) ? vendors[name] : Object.hasOwn(known, name) ? known[name] : undefined;
  const remedy = `describe ${name} below public-clouds in clouds-public.yaml, or write auth_url and region_name into the entry`;
  if (!isMapping(found)) throw new EntryFault("profile: a vendor of clouds-public.yaml or of openstacksdk", remedy);
  const { profile, status, ...rest } = withUnderscores(found);
  if (profile !== undefined)
    throw new EntryFault("profile: one that is not fetched from the vendor's web site each time", remedy);
  if (status === "shutdown") throw new EntryFault("profile: a vendor that is still there", "take the cloud out");
  return rest;
}

interface Region {
  /** Null if no region is set. */
  name: string | null;
  values: Mapping;
}

/** The first of several regions, as in openstacksdk when none is chosen. */
function firstRegion(entry: Mapping, profile: Mapping): Region {
  const [first] = listed(entry["regions"]) ??
    split(entry["region_name"]) ??
    listed(profile["regions"]) ?? [profile["region_name"]];
  if (first === undefined) return { name: null, values: {} };
  if (typeof first === "string" || typeof first === "number") return { name: String(first), values: {} };
  if (!isMapping(first)) throw new EntryFault("regions: names of regions", "correct the first of them");
  const { name, values = {}, ...others } = first;
  if (typeof name !== "string" || !isMapping(values) || Object.keys(others).length > 0)
    throw new EntryFault("regions: names, or mappings of name and values alone", "correct the first of them");
  return { name, values: withUnderscores(values) };
}

function listed(regions: unknown): readonly unknown[] | undefined {
  if (regions === undefined) return undefined;
  if (!isList(regions)) throw new EntryFault("regions: a list", "write [NAME]");
  return regions.length === 0 ? undefined : regions;
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

const split = (names: unknown): readonly unknown[] | undefined => {
  if (names === undefined || isList(names)) return names;
  return typeof names === "string" ? names.split(",") : [names];
};

const interfaces = (cloud: Mapping): Mapping =>
  Object.fromEntries(Object.entries(cloud).map(([key, value]) => [key.replace(/endpoint_type$/, "interface"), value]));

/** By key of `auth`: its names, the strongest last. A key beside `auth` overrides the same key in it. */
const oldNames: Readonly<Record<string, readonly string[]>> = {
  domain_id: ["domain_id"],
  domain_name: ["domain_name"],
  user_domain_id: ["user_domain_id"],
  user_domain_name: ["user_domain_name"],
  project_domain_id: ["project_domain_id"],
  project_domain_name: ["project_domain_name"],
  project_id: ["tenant_id", "project_id"],
  project_name: ["tenant_name", "project_name"],
  token: ["auth_token", "token"],
};

/** For these keys `auth` overrides. */
const ownNames: Readonly<Record<string, readonly string[]>> = {
  auth_url: ["auth_url"],
  username: ["user_name", "username"],
  user_id: ["user_id"],
  password: ["password"],
  application_credential_id: ["application_credential_id"],
  application_credential_name: ["application_credential_name"],
  application_credential_secret: ["application_credential_secret"],
};

function gatheredAuth(cloud: Mapping): Mapping {
  const inside = auth(cloud);
  const old = gathered(oldNames, [inside, cloud]);
  const own = gathered(ownNames, [cloud, inside]);
  const names = [...Object.values(oldNames), ...Object.values(ownNames)].flat();
  return { ...without(cloud, names), auth: domains({ ...without(inside, names), ...old, ...own }) };
}

/** The last place has precedence. */
const gathered = (names: Readonly<Record<string, readonly string[]>>, places: readonly Mapping[]): Mapping =>
  Object.fromEntries(
    Object.entries(names).flatMap(([key, known]) => {
      const value = known.flatMap((name) => places.map((each) => each[name])).findLast((each) => each !== undefined);
      return value === undefined ? [] : [[key, value]];
    }),
  );

/** `domain_id` and `domain_name` are the defaults of the user's and the project's domain. */
function domains({ domain_id, domain_name, ...auth }: Mapping): Mapping {
  const isOfProject = auth["project_id"] !== undefined || auth["project_name"] !== undefined;
  const id = domain_id === undefined ? {} : isOfProject ? both("id", domain_id) : { domain_id };
  const name = domain_name === undefined ? {} : isOfProject ? both("name", domain_name) : { domain_name };
  return { ...id, ...name, ...auth };
}

const both = (kind: "id" | "name", value: unknown): Mapping => ({
  [`user_domain_${kind}`]: value,
  [`project_domain_${kind}`]: value,
});

/** Addresses may name other keys: `https://{region_name}.example`. */
function filledIn(cloud: Mapping): Mapping {
  const fill = (key: string, text: unknown): unknown => {
    if (typeof text !== "string" || !/(_url|_endpoint|_endpoint_override)$/.test(key)) return text;
    return text.replace(/\{([^{}]*)\}/g, (_, name: string) => {
      const value = cloud[name];
      if (typeof value === "string") return value;
      throw new EntryFault(`${key}: names of other keys in braces`, `see what ${name} is to be`);
    });
  };
  const filled = (mapping: Mapping): Mapping =>
    Object.fromEntries(Object.entries(mapping).map(([key, value]) => [key, fill(key, value)]));
  return { ...filled(cloud), auth: filled(auth(cloud)) };
}

/** Tempest's settings by section and option, as `tempest.conf` has them. */
export type TempestSettings = Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>>;

/** Who Tempest is in its cloud: all of it but the password. Keys are those of Tempest's list of accounts. */
export type TempestAccount = Readonly<Record<string, string | readonly string[]>>;

/** What a Tempest needs to know of its cloud. */
export interface TempestCloud {
  /** Keystone's root of version 3. */
  authUrl: string;
  region: string | null;
  /** Ids: what its servers are made of. */
  image: string;
  flavor: string;
}

/** Where things are in the guest: in memory, since one of them is secret. */
export const tempestPaths = {
  folder: "/run/tempest",
  workspace: "/run/tempest/workspace",
  accounts: "/run/tempest/accounts.yaml",
} as const;

/** What follows from the cloud, and over it what the configuration says. */
export function settingsOf({ authUrl, region, image, flavor }: TempestCloud, own: TempestSettings): TempestSettings {
  const known: TempestSettings = {
    auth: { use_dynamic_credentials: false, test_accounts_file: tempestPaths.accounts },
    identity: { uri_v3: authUrl, auth_version: "v3", ...(region !== null && { region }) },
    compute: { image_ref: image, image_ref_alt: image, flavor_ref: flavor, flavor_ref_alt: flavor },
    // nobody comes in to a server that a test makes: only what the cloud says of it is tested
    validation: { run_validation: false },
    service_available: { cinder: false, swift: false },
    oslo_concurrency: { lock_path: `${tempestPaths.workspace}/tempest_lock` },
  };
  const sections = new Set([...Object.keys(known), ...Object.keys(own)]);
  return Object.fromEntries([...sections].map((section) => [section, { ...known[section], ...own[section] }]));
}

/** As a file of oslo.config. */
export const renderSettings = (settings: TempestSettings): string =>
  Object.entries(settings)
    .map(([section, options]) => `[${section}]\n${Object.entries(options).map(optionLine).join("")}`)
    .join("\n");

const optionLine = ([option, value]: [string, string | number | boolean]): string => `${option} = ${String(value)}\n`;

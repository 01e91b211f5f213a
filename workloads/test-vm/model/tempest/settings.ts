/** Tempest's settings by section and option, as `tempest.conf` has them. */
export type TempestSettings = Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>>;

/** An account of Tempest's in its cloud, without the password. The keys are those of Tempest's list of accounts. */
export type TempestAccount = Readonly<Record<string, string | readonly string[]>>;

/** What Tempest needs to know about its cloud. */
interface TempestCloud {
  /** Keystone's root of version 3. */
  authUrl: string;
  region: string | null;
  /** Ids of the image and the flavor of its servers. */
  image: string;
  flavor: string;
}

/** Paths in the guest, in memory because the accounts are secret. */
export const tempestPaths = {
  folder: "/run/tempest",
  workspace: "/run/tempest/workspace",
  accounts: "/run/tempest/accounts.yaml",
} as const;

/** The settings by the facts of the cloud; `own`, from the configuration, overrides them. */
export function settingsOf({ authUrl, region, image, flavor }: TempestCloud, own: TempestSettings): TempestSettings {
  const known: TempestSettings = {
    auth: { use_dynamic_credentials: false, test_accounts_file: tempestPaths.accounts },
    identity: { uri_v3: authUrl, auth_version: "v3", ...(region !== null && { region }) },
    compute: { image_ref: image, image_ref_alt: image, flavor_ref: flavor, flavor_ref_alt: flavor },
    // servers of tests cannot be reached by ssh: tests only ask the cloud about them
    validation: { run_validation: false },
    service_available: { cinder: false, swift: false },
    oslo_concurrency: { lock_path: `${tempestPaths.workspace}/tempest_lock` },
  };
  const sections = new Set([...Object.keys(known), ...Object.keys(own)]);
  return Object.fromEntries([...sections].map((section) => [section, { ...known[section], ...own[section] }]));
}

/** The text of a file for oslo.config. */
export const renderSettings = (settings: TempestSettings): string =>
  Object.entries(settings)
    .map(([section, options]) => `[${section}]\n${Object.entries(options).map(optionLine).join("")}`)
    .join("\n");

const optionLine = ([option, value]: [string, string | number | boolean]): string => `${option} = ${String(value)}\n`;

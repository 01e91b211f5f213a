import { stringify } from "yaml";
import { UserError } from "../../../images/model/errors.ts";

/** The part of cloud-init's configuration that a runner's server uses. A test checks it with cloud-init's own schema. */
export interface CloudConfig {
  bootcmd?: readonly Command[];
  users: readonly SystemUser[];
  disable_root: boolean;
  ssh_pwauth: boolean;
  fs_setup?: readonly FileSystem[];
  /** Device, mount point, file system, options. */
  mounts?: readonly (readonly [string, string, string, string])[];
  write_files: readonly WrittenFile[];
  package_update: boolean;
  /** A name, or a name with its version. */
  packages: readonly (string | readonly [string, string])[];
  runcmd: readonly Command[];
}

export type Command = readonly [string, ...string[]];

interface SystemUser {
  name: string;
  system: true;
  shell: string;
  groups: string;
}

interface FileSystem {
  label: string;
  filesystem: string;
  device: string;
  /** An existing file system is kept: it has the cache. */
  overwrite: false;
}

export interface WrittenFile {
  path: string;
  content: string;
  /** As chmod takes it, in a text: a number would be read as decimal. */
  permissions: "0644" | "0755" | "0600";
}

/** Nova's limit, in bytes of base64 (`MAX_USERDATA_SIZE`). */
const mostBytes = 65_535;

/** The user data of a server. Throws a UserError if it is larger than Nova allows. */
export function renderUserData(config: CloudConfig): string {
  const text = `#cloud-config\n${stringify(config, { lineWidth: 0, aliasDuplicateObjects: false })}`;
  const bytes = Buffer.from(text).toString("base64").length;
  if (bytes <= mostBytes) return text;
  throw new UserError({
    where: "user data",
    value: `${bytes} bytes in base64`,
    expected: `at most ${mostBytes}, Nova's limit`,
    remedy: "shorten the list of packages",
  });
}

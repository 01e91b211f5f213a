import { UserError } from "../../../../images/model/errors.ts";
import { lastKey, metadataNames, seal } from "../../../runner/model/seal.ts";
import { readCloud } from "../../../../clients/openstack/config/clouds-file.ts";
import { passwordUser } from "../../tempest-accounts.ts";
import type { Server } from "../../../runner/provider/server.ts";

/** The passwords of clouds of clouds.yaml, only for the server: nothing stores or prints them. */
export async function passwordsOf(clouds: readonly string[]): Promise<string[]> {
  const passwords = await Promise.all(clouds.map(async (name) => passwordUser(await readCloud(name)).password));
  const bytes = Buffer.byteLength(JSON.stringify(passwords));
  if (bytes <= mostBytes) return passwords;
  throw new UserError({
    where: "tempest: the accounts' passwords together",
    value: `${bytes} bytes`,
    expected: `at most ${mostBytes}, which is what can be sealed at once`,
    remedy: "name fewer accounts, or give them shorter passwords",
  });
}

/** The room that OAEP with SHA-256 leaves in the shortest accepted key, 3072 bits (RFC 8017, 7.1.1). */
const mostBytes = 3072 / 8 - 2 * 32 - 2;

/** A server's console and metadata at one moment. */
interface Asking {
  console: string;
  metadata: Readonly<Record<string, string>>;
}

/**
 * Puts the passwords into the metadata of a server that printed a key on its console, sealed to that key, unless they are there
 * already. Returns whether it did.
 */
export async function leavePasswords(
  server: Pick<Server, "clear" | "leave">,
  { console, metadata }: Asking,
  passwords: () => Promise<readonly string[]>,
): Promise<boolean> {
  const key = lastKey(console);
  if (key === undefined || metadata[metadataNames.key] === key.fingerprint) return false;
  await server.clear();
  await server.leave(seal(JSON.stringify(await passwords()), key));
  return true;
}

import { UserError } from "../../images/model/errors.ts";
import type { TempestAccount } from "./model/tempest/settings.ts";
import type { Cloud, Subject } from "../../clients/openstack/cloud.ts";
import { readCloud } from "../../clients/openstack/config/clouds-file.ts";

/** The users of clouds.yaml that Tempest acts as, by the names of their clouds, without their passwords. */
export async function tempestAccounts(
  accounts: readonly string[],
  admin: string | null,
): Promise<{ names: string[]; accounts: TempestAccount[] }> {
  const users = await Promise.all(accounts.map(async (name) => accountOf(await readCloud(name))));
  if (admin === null) return { names: [...accounts], accounts: users };
  const administrator = { ...accountOf(await readCloud(admin)), types: ["admin"] };
  return { names: [...accounts, admin], accounts: [...users, administrator] };
}

function accountOf(cloud: Cloud): TempestAccount {
  const { user, project } = passwordUser(cloud);
  return { ...fieldsOf("user", user), ...fieldsOf("project", project) };
}

/** The credentials of a user with a password. Throws a UserError for any other credentials. */
export function passwordUser({ name, credentials }: Cloud): Extract<Cloud["credentials"], { by: "password" }> {
  if (credentials.by === "password") return credentials;
  throw new UserError({
    where: `tempest: the account ${name} in clouds.yaml`,
    value: credentials.by,
    expected: "a user with a password: Tempest takes no other",
    remedy: "name another account",
  });
}

/** Tempest accepts domains by name and by id. (Keystone's domain `Default` has the id `default`.) */
function fieldsOf(what: "user" | "project", subject: Subject): Record<string, string> {
  if ("id" in subject) return { [`${what}_id`]: subject.id };
  const { name, domain } = subject;
  return {
    [what === "user" ? "username" : "project_name"]: name,
    ...("id" in domain ? { [`${what}_domain_id`]: domain.id } : { [`${what}_domain_name`]: domain.name }),
  };
}

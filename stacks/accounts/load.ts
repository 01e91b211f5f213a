import { UserError } from "../../images/model/errors.ts";
import type { AccountsSettings } from "./config.ts";

/** Registers a channel's accounts; returns the stack's outputs. */
export type Accounts = (settings: AccountsSettings) => object;

/**
 * Loads the program of the role `accounts`. Its packages are installed only when they are first needed, so the rest of the project
 * is type-checked without it: hence the import by a variable, and a tsconfig.json of its own.
 */
export async function loadAccounts(): Promise<Accounts> {
  const module: unknown = await importProgram();
  if (hasAccounts(module)) return module.accounts;
  throw new TypeError(`${program}: expected that it exports accounts(settings)`);
}

const program: string = "./stack.ts";

async function importProgram(): Promise<unknown> {
  try {
    return await import(program);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND")) throw error;
    throw new UserError({
      where: "stacks/accounts/node_modules",
      value: "missing",
      expected: "the SDKs of the clouds",
      remedy: "run npm run preview -- --stack NAME once, which installs them, or npm ci in stacks/accounts",
    });
  }
}

const hasAccounts = (module: unknown): module is { accounts: Accounts } =>
  typeof module === "object" && module !== null && "accounts" in module && typeof module.accounts === "function";

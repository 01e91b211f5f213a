import { z } from "zod";
import { channels, type Channel } from "../../../images/model/definitions/channels.ts";
import { dated, readDated } from "../../../images/model/definitions/dated.ts";
import data from "./accounts.json" with { type: "json" };

/** `parameters`: what the names of its SSM parameters begin with; null: it has none for the public. */
const accountSchema = z.strictObject({ channel: z.enum(channels), parameters: z.string().startsWith("/").nullable() });

const { accounts } = readDated(
  dated({ accounts: z.record(z.string().regex(/^\d{12}$/), accountSchema) }),
  data,
  "targets/aws/model/accounts.json",
);

/** The channel of one of Debian's own accounts; undefined of any other account. */
export const channelOfAccount = (account: string): Channel | undefined => accounts[account]?.channel;

interface DebianAccount {
  id: string;
  parameters: string | null;
}

/** Debian's own accounts of a channel. */
export const accountsOf = (channel: Channel): DebianAccount[] =>
  Object.entries(accounts).flatMap(([id, account]) =>
    account.channel === channel ? [{ id, parameters: account.parameters }] : [],
  );

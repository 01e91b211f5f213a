import { z } from "zod";
import { channels, type Channel } from "../../../images/model/definitions/channels.ts";
import { dated, readDated } from "../../../images/model/definitions/dated.ts";
import data from "./accounts.json" with { type: "json" };

const { accounts } = readDated(
  dated({ accounts: z.record(z.string().regex(/^\d{12}$/), z.enum(channels)) }),
  data,
  "targets/aws/model/accounts.json",
);

/** The channel of one of Debian's own accounts; undefined of any other account. */
export const channelOfAccount = (account: string): Channel | undefined => accounts[account];

export const accountsOf = (channel: Channel): string[] =>
  Object.entries(accounts).flatMap(([account, of]) => (of === channel ? [account] : []));

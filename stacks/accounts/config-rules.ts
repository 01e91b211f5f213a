import { keyName } from "../../images/config/problems.ts";
import type { Problem } from "../../images/model/errors.ts";
import { channels } from "../../images/model/definitions/channels.ts";
import { channelOfAccount } from "../../targets/aws/model/accounts.ts";
import { subjectOf } from "../../targets/trusted-jobs.ts";
import type { AccountsSettings } from "./config.ts";

/** Google's bound on a subject, in bytes. */
const longestSubject = 127;

/** Problems that no single key shows: accounts of another channel, no account at all. */
export function accountsProblems(settings: AccountsSettings, file: string): Problem[] {
  const { channel, aws, azure, gcp } = settings;
  const problems: Problem[] = [];
  const wrong = (where: string, value: string, expected: string, remedy: string) =>
    problems.push({ where: keyName([where]), value, expected, remedy });
  const named = channels.find((each) => file.endsWith(`accounts-${each}.yaml`));
  if (named !== undefined && named !== channel)
    wrong("channel", channel, `${named}, as in the name of ${file}`, `correct it, or rename ${file}`);
  if (aws === null && azure === null && gcp === null)
    wrong("aws", "", "an account at one cloud at least", `name aws, azure or gcp in ${file}`);
  const other = aws === null ? undefined : channelOfAccount(aws.account);
  if (aws !== null && other !== undefined && other !== channel)
    wrong(
      "aws.account",
      aws.account,
      `an account of this channel; this is Debian's for ${other}`,
      `correct it in ${file}`,
    );
  const subject = subjectOf(settings.gitlab);
  if (gcp !== null && Buffer.byteLength(subject) > longestSubject)
    wrong(
      "gitlab",
      subject,
      `a subject of at most ${longestSubject} bytes, which is Google's bound`,
      "shorten the name of the project or the ref",
    );
  return problems;
}

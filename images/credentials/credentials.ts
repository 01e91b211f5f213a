import { formats, masked } from "./formats.ts";
import { pairsIn, type Manner } from "./pairs.ts";
import { passwordListLine } from "./password-lists.ts";

export type CredentialRule = keyof typeof formats | "secret under a telling key" | "password in a list";

const tellingKey =
  /(?:^|[^a-z])(?:passw(?:or)?d|passphrase|secret|token|credentials?|api[-_]?key|access[-_]?key|private[-_]?key|secret[-_]?key)$/;
/** `secretAccessKey` and `SECRET_ACCESS_KEY` as `secret-access-key`. */
const words = (key: string): string => key.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();

/** Names of other things: a path, a variable, a web address. */
const reference = /^(?:[~./$]|[a-z][a-z0-9+.-]*:\/\/|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$)/;

/** A password may be a short word. The last pattern applies only to assigned values: `PASS: a test`. */
const passwordKey = /(?:^|[^a-z])(?:passw(?:or)?d|passphrase)$|^pgpassword$|^ansible_\w*pass$/;
const assignedPasswordKey = /^(?:sshpass|rootpw)$|[^a-z](?:pass|pwd|pw)$/;
/** Words that follow "password" in programs' output, prompts and settings, or "passwd" in those of packages, and are no password. */
const noPassword =
  /^(?:(?:true|false|yes|no|on|off|none|null|nil|empty|unset|set|ask|prompt|stdin|env|file|auto|random|locked?|disabled|enabled|required|optional|authentication|protected|password|passphrase|passwd|secret|string|text|hidden|redacted|base64|md5\w*|sha\d\w*|yescrypt|amd64|arm64|armhf|armel|i386|ppc64el|riscv64|s390x|updated|changed|expiry|generated)\b|\W+$)/i;
/** `passwd=1:4.17.4-2`: a version of Debian's package passwd. */
const versionPattern = /^(?:\d{1,10}:)?\d+(?:\.\d+)+[\w.+~:-]*$/;
/** In a URL the host follows. */
const isMasked = new RegExp(`^${masked}(?:@|$)`);

const shortestPassword = 4;
const shortestSecret = 12;
/** Bits per character: English words have about 2.5, random hexadecimal digits above 3. */
const leastEntropy = 3;

/**
 * The rule by which the value is a credential; undefined when it looks harmless. `key` is the value's name, if it has one. Digests
 * and ids look as random as secrets, so a random value is a credential only under a name such as `token`.
 */
export function credentialRule(value: string, key = ""): CredentialRule | undefined {
  return formatOf(value) ?? (isSecretUnder(key, value, "assigned") ? "secret under a telling key" : undefined);
}

/** As `credentialRule`, for a line of text with a credential anywhere in it. */
export const credentialIn = (line: string): CredentialRule | undefined => ruleIn(line, rules);

/** A line, by its number from 1, that has a credential. */
export interface CredentialLine {
  line: number;
  rule: CredentialRule;
}

/** The lines that `credentialIn` matches, and the first of a list of passwords. Searches line by line only if the whole text matches. */
export function credentialLines(text: string): CredentialLine[] {
  const suspects = rules.filter((rule) => formats[rule].pattern.test(text));
  const listed = passwordListLine(text);
  return text.split("\n").flatMap((content, index) => {
    const line = index + 1;
    const rule = ruleIn(content, suspects) ?? (line === listed ? "password in a list" : undefined);
    return rule === undefined ? [] : [{ line, rule }];
  });
}

function ruleIn(line: string, among: readonly (keyof typeof formats)[]): CredentialRule | undefined {
  return (
    among.find((rule) => formats[rule].pattern.test(line)) ??
    (hasSecretPair(line) ? "secret under a telling key" : undefined)
  );
}

/** Part of every key that indicates a credential; most lines have none. */
const tellingPart = /pass|secret|token|credential|key|pwd|pw|auth/i;

const hasSecretPair = (line: string): boolean =>
  tellingPart.test(line) && pairsIn(line).some(({ key, value, manner }) => isSecretUnder(key, value, manner));

/** A message for people, to be put after the place. */
export const looksLike = (rule: string): string => `looks like ${/^[aeio]/i.test(rule) ? "an" : "a"} ${rule}`;

/** The text for people, or a note instead of it if it has a credential. */
export function withoutCredential(text: string): string {
  const rule = text
    .split("\n")
    .map(credentialIn)
    .find((found) => found !== undefined);
  return rule === undefined ? text : `[not shown: it ${looksLike(rule)}]`;
}

const rules = Object.keys(formats) as (keyof typeof formats)[];

const formatOf = (value: string): keyof typeof formats | undefined =>
  rules.find((rule) => formats[rule].pattern.test(value));

function isSecretUnder(key: string, value: string, manner: Manner): boolean {
  const telling = words(key);
  if (basicKey.test(telling) && isNameAndPassword(value)) return true;
  if (manner === "follows" && !isMixed(value)) return false;
  if (tellingKey.test(telling) && looksRandom(value)) return true;
  const isPassword = passwordKey.test(telling) || (manner === "assigned" && assignedPasswordKey.test(telling));
  return isPassword && looksChosen(value) && (manner === "assigned" || hasMoreThanLetters(value));
}

/** The key of a registry's or an npm server's credentials: `"auth": "…"`, `_auth=…`. */
const basicKey = /(?:^|[^a-z])auth$/;

/** `name:password` in base64, as RFC 7617 writes it. */
function isNameAndPassword(value: string): boolean {
  if (!/^[A-Za-z0-9+/]{8,500}={0,2}$/.test(value)) return false;
  return /^[\x21-\x7e]{1,200}:[\x20-\x7e]{1,300}$/.test(Buffer.from(value, "base64").toString("latin1"));
}

/** Whether a value has letters and digits, and begins with none of these: a package's version does. */
const isMixed = (value: string): boolean => /^\D/.test(value) && /[A-Za-z]/.test(value) && /\d/.test(value);

const looksRandom = (value: string): boolean =>
  value.length >= shortestSecret && !reference.test(value) && !isMasked.test(value) && entropy(value) >= leastEntropy;

const looksChosen = (value: string): boolean =>
  value.length >= shortestPassword &&
  !reference.test(value) &&
  !isMasked.test(value) &&
  !noPassword.test(value) &&
  !versionPattern.test(value);

/** Whether a value cannot be a plain word of a sentence. */
const hasMoreThanLetters = (value: string): boolean => !/^[A-Za-z]?[a-z]+[.:!?]*$/.test(value);

/** Shannon's, in bits per character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}

/** What stands where a password was, or is to come: of GitLab, of tools that print stars, of a shell. */
const masked = String.raw`(?:\[MASKED\]|\*+|x{3,}|\$\{?[A-Z_][A-Z0-9_]*\}?)`;

/** What gives a plain value away as a credential, by the issuer's own format. Bounded, so that no text is slow to search. */
const formats = {
  "AWS access key": /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/,
  "private key": /-----BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----/,
  // docs.gitlab.com/security/tokens: prefixes; GR1348941 is of a runner's registration
  "GitLab token":
    /\b(?:gl(?:pat|dt|rt|rtr|cbt|ptt|ft|ffct|imt|agent|oas|soat|wt)-[A-Za-z0-9_-]{20}|GR1348941[A-Za-z0-9_-]{20})/,
  "GitHub token": /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{40})/,
  "Google API key": /\bAIza[A-Za-z0-9_-]{35}\b/,
  "Slack token": /\bxox[abeoprs]-[A-Za-z0-9-]{10}/,
  "JSON web token": /(?<![\w-])eyJ[A-Za-z0-9_-]{8,2000}\.eyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]/,
  "Pulumi token": /\bpul-[0-9a-f]{40}\b/,
  "PyPI token": /\bpypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{20}/,
  "token of npm": /\bnpm_[A-Za-z0-9]{36}\b/,
  "Docker token": /\bdckr_(?:pat|oat)_[A-Za-z0-9_-]{20}/,
  "Vault token": /\bhv[sbr]\.[A-Za-z0-9_-]{24}/,
  "OpenStack token": /\bgAAAAA[A-Za-z0-9_-]{80}/,
  "Azure storage key": /\bAccountKey=[A-Za-z0-9+/]{40}/,
  "Azure client secret": /(?<![\w~.-])[\w~.-]{3}[78]Q~[\w~.-]{31}/,
  "signed URL": /[?&](?:X-Amz-Signature|X-Goog-Signature|sig)=[A-Za-z0-9%+/]{40}/,
  "session cookie": /\b_gitlab_session=[0-9a-f]{32}/,
  "authorization header": /\bAuthorization["']?\s{0,4}[:=]\s{0,4}["']?(?:Bearer|Basic|Token)\s+[A-Za-z0-9+/._~=-]{8}/i,
  // crypt(5): $y$, $gy$, $7$, $2b$, $6$, $5$, $1$
  "password hash": /\$(?:y|gy|7|2[abxy]|6|5|1)\$[./A-Za-z0-9=]{1,40}\$?[./A-Za-z0-9$]{22}/,
  "password of a netrc": new RegExp(
    String.raw`\blogin\s{1,4}\S{1,100}\s{1,4}password\s{1,4}(?!${masked}(?:\s|$))\S{6}`,
  ),
  "password in a URL": new RegExp(
    String.raw`(?<![a-z0-9.])[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/?#:@]{0,200}:(?!${masked}@)[^\s/?#@]{1,500}@`,
    "i",
  ),
} as const;

export type CredentialRule = keyof typeof formats | "secret under a telling key";

const tellingKey =
  /(?:^|[^a-z])(?:passw(?:or)?d|passphrase|secret|token|credentials?|api[-_]?key|access[-_]?key|private[-_]?key|secret[-_]?key)$/;
/** `secretAccessKey` and `SECRET_ACCESS_KEY` as `secret-access-key`. */
const words = (key: string): string => key.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();

/** Names of other things: a path, a variable, a web address. */
const reference = /^(?:[~./$]|[a-z][a-z0-9+.-]*:\/\/|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$)/;

const shortestSecret = 12;
/** Bits per character: English words have about 2.5, random hexadecimal digits above 3. */
const leastEntropy = 3;

/**
 * Which rule calls the value a credential; undefined when it looks harmless. `key` is the name that the value stands under,
 * as far as there is one: digests and ids look as random as secrets do, so chance alone accuses only under a telling name.
 */
export function credentialRule(value: string, key = ""): CredentialRule | undefined {
  return formatOf(value) ?? (isSecretUnder(key, value) ? "secret under a telling key" : undefined);
}

/** `key=value`, `key: value`, `"key": "value"`; `--key value`. */
const pairs = [
  /(?<![\w.]-?)([A-Za-z][\w.-]{0,199})["']?\s{0,4}[=:]\s{0,4}["']?([^\s"'`,;&<>(){}|]{12,500})/g,
  /--([A-Za-z][\w-]{0,63})\s{1,4}["']?([^\s"'`;&<>(){}|]{12,500})/g,
] as const;

/** As `credentialRule`, of a line of text that may hold a credential anywhere, under a name or not. */
export function credentialIn(line: string): CredentialRule | undefined {
  const isTold = pairs.some((pair) =>
    [...line.matchAll(pair)].some(([, key = "", value = ""]) => isSecretUnder(key, value)),
  );
  return formatOf(line) ?? (isTold ? "secret under a telling key" : undefined);
}

const formatOf = (value: string): keyof typeof formats | undefined =>
  (Object.keys(formats) as (keyof typeof formats)[]).find((rule) => formats[rule].test(value));

const isSecretUnder = (key: string, value: string): boolean => tellingKey.test(words(key)) && looksRandom(value);

const looksRandom = (value: string): boolean =>
  value.length >= shortestSecret && !reference.test(value) && entropy(value) >= leastEntropy;

/** Shannon's, in bits per character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}

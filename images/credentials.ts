/** What gives a plain value away as a credential, by the issuer's own format. */
const formats = {
  "AWS access key": /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/,
  "private key": /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/,
  "GitLab token": /\bgl(?:pat|dt|rt|rtr|cbt|ptt|ft|imt|agent|oas|soat)-[A-Za-z0-9_-]{20,}/,
  "GitHub token": /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{40,})/,
  "Google API key": /\bAIza[A-Za-z0-9_-]{35}\b/,
  "Slack token": /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/,
  "JSON web token": /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+/,
  "Pulumi token": /\bpul-[0-9a-f]{40}\b/,
  "Azure storage key": /\bAccountKey=[A-Za-z0-9+/]{40,}/,
  "password in a URL": /\b[a-z][a-z0-9+.-]*:\/\/[^\s/?#:@]*:[^\s/?#@]+@/i,
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
  const known = (Object.keys(formats) as (keyof typeof formats)[]).find((rule) => formats[rule].test(value));
  if (known !== undefined) return known;
  return tellingKey.test(words(key)) && looksRandom(value) ? "secret under a telling key" : undefined;
}

const looksRandom = (value: string): boolean =>
  value.length >= shortestSecret && !reference.test(value) && entropy(value) >= leastEntropy;

/** Shannon's, in bits per character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}

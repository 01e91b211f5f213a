/** Placeholders for a password: GitLab's, tools' stars, a shell's variable. */
export const masked = String.raw`(?:\[MASKED\]|\*+|x{3,}|<[\w -]+>|\$\{?[A-Za-z_]\w*\}?|\$\([^)]*\)?)`;

/** A word of a command line that may be a secret: neither masked, nor an option, nor empty. */
const secretWord = String.raw`["']?(?!${masked}["']?(?:\s|$))(?!-)[^\s"']{3,500}`;

/** A private key as variables of CI and secrets of Kubernetes hold it: its first line in base64, as far as that is always the same. */
const encodedKey = ["PRIVATE", "ENCRYPTED PRIVATE", "RSA PRIVATE", "EC PRIVATE", "OPENSSH PRIVATE", "PGP PRIVATE"]
  .map((label) => Buffer.from(`-----BEGIN ${label}`))
  .map((begin) => begin.subarray(0, begin.length - (begin.length % 3)).toString("base64"))
  .join("|");

interface Format {
  pattern: RegExp;
  /** The source that documents the format. */
  source: string;
}

const gitlab = "docs.gitlab.com/security/tokens: prefixes of tokens";
const chats = "the service's page on incoming webhooks";

/**
 * Patterns of credentials, by the issuer's own format or by the command that takes one. They are bounded, so that no text is
 * slow to search. A search of a whole text adds secretlint's rules: see search.ts.
 */
export const formats = {
  "AWS access key": { pattern: /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/, source: "AWS IAM: unique identifiers" },
  "private key": {
    pattern: /-----BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----/,
    source: "RFC 7468, OpenSSH's PROTOCOL.key, RFC 9580",
  },
  "private key in base64": { pattern: new RegExp(encodedKey.replaceAll("+", String.raw`\+`)), source: "RFC 4648" },
  "age key": { pattern: /\bAGE-SECRET-KEY-1[0-9A-Z]{58}\b/, source: "age(1)" },
  "GitLab token": {
    pattern:
      /\b(?:gl(?:pat|dt|rt|rtr|cbt|ptt|ft|ffct|imt|agent|oas|soat|wt)-[A-Za-z0-9_-]{20}|GR1348941[A-Za-z0-9_-]{20})/,
    source: `${gitlab}; GR1348941 is of a runner's registration`,
  },
  // a runner made with a registration token has no prefix glrt-
  "GitLab runner token": {
    pattern: /(?<![\w-])t[1-9]_(?=[\w-]{0,30}\d)(?=[\w-]{0,30}[A-Z])[\w-]{20,300}(?:\.[0-9a-z]{2}\.?[0-9a-z]{7,9})?/,
    source: `${gitlab}; routable tokens are PAYLOAD.LENGTH.CHECKSUM`,
  },
  "GitHub token": { pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{40})/, source: "docs.github.com" },
  "Google API key": { pattern: /\bAIza[A-Za-z0-9_-]{35}\b/, source: "cloud.google.com: API keys" },
  "Google OAuth token": { pattern: /\bya29\.[A-Za-z0-9_-]{30}/, source: "cloud.google.com: token types" },
  "Slack token": { pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{10}/, source: "docs.slack.dev: token types" },
  "Matrix token": {
    pattern: /\bsy[tra]{1,2}_[A-Za-z0-9]{2,100}_[A-Za-z]{20}_[A-Za-z0-9]{6}/,
    source: "Synapse's source",
  },
  "chat webhook": {
    pattern: new RegExp(
      [
        String.raw`hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/[A-Za-z0-9+/]{20}`,
        String.raw`discord(?:app)?\.com\/api\/(?:v\d{1,2}\/)?webhooks\/\d{10,25}\/[\w-]{20}`,
        String.raw`webhook\.office\.com\/webhookb2\/[\w@-]{36}`,
        String.raw`chat\.googleapis\.com\/v1\/spaces\/[\w-]{1,100}\/messages\?\S{0,200}\b(?:key|token)=`,
        String.raw`api\.telegram\.org\/bot\d{5,16}:[\w-]{30}`,
        String.raw`webexapis\.com\/v1\/webhooks\/incoming\/[\w-]{40}`,
        String.raw`open\.(?:feishu\.cn|larksuite\.com)\/open-apis\/bot\/v2\/hook\/[\w-]{30}`,
        String.raw`oapi\.dingtalk\.com\/robot\/send\?access_token=\w{30}`,
        String.raw`maker\.ifttt\.com\/(?:use|trigger)\/\S{1,200}\/[\w-]{20}`,
        // self-hosted Mattermost, Rocket.Chat, Zulip
        String.raw`https?:\/\/[\w.:-]{1,200}(?:\/[\w-]{1,50})?\/hooks\/(?:[a-z0-9]{26}\b|[A-Za-z0-9]{17,24}\/[A-Za-z0-9]{40})`,
        String.raw`\/api\/v1\/external\/\w{1,50}\?\S{0,200}\bapi_key=\w{16}`,
      ].join("|"),
    ),
    source: chats,
  },
  "Telegram token": { pattern: /(?<![\w:])\d{8,10}:AA[A-Za-z0-9_-]{33}(?![\w-])/, source: "core.telegram.org/bots" },
  "JSON web token": {
    pattern: /(?<![\w-])eyJ[A-Za-z0-9_-]{8,2000}\.eyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]/,
    source: "RFC 7519",
  },
  "Pulumi token": { pattern: /\bpul-[0-9a-f]{40}\b/, source: "pulumi.com: access tokens" },
  "PyPI token": { pattern: /\bpypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{20}/, source: "PyPI, help: API tokens" },
  "token of npm": { pattern: /\bnpm_[A-Za-z0-9]{36}\b/, source: "docs.npmjs.com: access tokens" },
  "DigitalOcean token": { pattern: /\bdo[opr]_v1_[0-9a-f]{64}\b/, source: "docs.digitalocean.com: tokens" },
  "Docker token": { pattern: /\bdckr_(?:pat|oat)_[A-Za-z0-9_-]{20}/, source: "docs.docker.com: access tokens" },
  "Vault secret id": {
    pattern: /(?<![\w-])secret_?id["']?\s{0,4}[:=]\s{0,4}["']?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/i,
    source: "developer.hashicorp.com/vault: AppRole",
  },
  "Vault token": { pattern: /\bhv[sbr]\.[A-Za-z0-9_-]{24}/, source: "developer.hashicorp.com/vault: tokens" },
  "OpenStack token": { pattern: /\bgAAAAA[A-Za-z0-9_-]{80}/, source: "Keystone: Fernet tokens" },
  "Azure storage key": { pattern: /\bAccountKey=[A-Za-z0-9+/]{40}/, source: "learn.microsoft.com: connection strings" },
  "Azure client secret": {
    pattern: /(?<![\w~.-])[\w~.-]{3}[78]Q~[\w~.-]{31}/,
    source: "learn.microsoft.com: secrets of Entra applications",
  },
  "signed URL": {
    pattern: /[?&](?:X-Amz-Signature|X-Goog-Signature|sig)=[A-Za-z0-9%+/]{40}/,
    source: "AWS SigV4, Google V4 signatures, Azure SAS",
  },
  "token in a URL": {
    pattern: new RegExp(
      String.raw`[?&](?:private_token|job_token|access_token|auth_token|api_?key|token|secret|password)=(?!${masked}(?:[&\s]|$))[\w.~%+/-]{8}`,
      "i",
    ),
    source: `${gitlab}; RFC 6750 section 2.3`,
  },
  "session cookie": {
    pattern: new RegExp(
      [
        String.raw`\b_gitlab_session=[0-9a-f]{32}`,
        String.raw`\b(?:set-)?cookie["']?\s{0,4}:\s{0,4}["']?(?:[^\n"']{0,500}[;\s])?[\w.-]{0,40}(?:sess|sid|auth|token|jwt)[\w.-]{0,40}=(?!${masked}(?:[;"'\s]|$))[\w%+/.~-]{16}`,
      ].join("|"),
      "i",
    ),
    source: `${gitlab}; RFC 6265`,
  },
  "authorization header": {
    pattern: new RegExp(
      [
        String.raw`\bAuthorization["']?\s{0,4}[:=]\s{0,4}["']?(?:Bearer|Basic|Token)\s+[A-Za-z0-9+/._~=-]{8}`,
        String.raw`\bBearer\s{1,4}(?=[\w.~+/-]{0,60}\d)[\w.~+/-]{20}`,
      ].join("|"),
      "i",
    ),
    source: "RFC 9110 section 11.6, RFC 7617, RFC 6750",
  },
  "password hash": {
    pattern: /\$(?:y|gy|7|2[abxy]|6|5|1)\$[./A-Za-z0-9=]{1,40}\$?[./A-Za-z0-9$]{22}/,
    source: "crypt(5): $y$, $gy$, $7$, $2b$, $6$, $5$, $1$",
  },
  "password of a netrc": {
    pattern: new RegExp(String.raw`\blogin\s{1,4}\S{1,100}\s{1,4}password\s{1,4}(?!${masked}(?:\s|$))\S{6}`),
    source: "netrc(5)",
  },
  "password in a URL": {
    pattern: new RegExp(
      String.raw`(?<![a-z0-9.])[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/?#:@]{0,200}:(?!${masked}@)[^\s/?#@]{1,500}@`,
      "i",
    ),
    source: "RFC 3986 section 3.2.1",
  },
  "token as a URL's user": {
    pattern: /\bhttps?:\/\/(?=[\w.~-]{0,40}\d)(?=[\w.~-]{0,40}[A-Za-z])[\w.~-]{20,500}@/,
    source: "RFC 3986 section 3.2.1; GitHub's and Sentry's clone and report addresses",
  },
  "password of curl": {
    pattern: new RegExp(
      String.raw`\bcurl\b.{0,1000}?\s(?:-[a-zA-Z#]{0,10}[uU]\s{0,4}|--(?:proxy-)?user[\s=]\s{0,4})["']?[^\s:"'-][^\s:"']{0,100}:(?!${masked}["']?(?:\s|$))[^\s"']{1,500}`,
    ),
    source: "curl(1): -u, -U",
  },
  "password of a registry": {
    pattern: new RegExp(
      String.raw`\b(?:docker|podman|nerdctl|buildah|skopeo|helm|oras|crane|regctl)\b.{0,200}?\blogin\b.{0,500}?\s(?:-p\s{0,4}|--password[\s=]\s{0,4})${secretWord}`,
    ),
    source: "docker-login(1), skopeo-login(1), helm registry login",
  },
  "credentials of skopeo": {
    pattern: new RegExp(
      String.raw`\s--(?:src-|dest-)?creds[\s=]\s{0,4}["']?[^\s:"']{1,100}:(?!${masked}["']?(?:\s|$))[^\s"']{1,500}`,
    ),
    source: "skopeo-copy(1), podman-pull(1)",
  },
  "password of a command": {
    pattern: new RegExp(
      [
        String.raw`\bsshpass\s{1,4}-p\s{0,4}${secretWord}`,
        String.raw`\b(?:mysql|mysqldump|mysqladmin|mariadb|mariadb-dump)\b.{0,500}?\s-p${secretWord}`,
        String.raw`\bldap(?:search|modify|add|delete|whoami)\b.{0,500}?\s-w\s{1,4}${secretWord}`,
        String.raw`\s-pass(?:in|out)?\s{1,4}pass:${secretWord}`,
        String.raw`\bhtpasswd\s{1,4}-[a-zA-Z]{0,10}b[a-zA-Z]{0,10}\s{1,4}(?:\S{1,200}\s{1,4}){1,2}${secretWord}`,
        String.raw`\becho\s{1,4}(?:-n\s{1,4})?["']?[\w.-]{1,64}:(?!${masked}["']?\s)[^\s"':|]{3,200}["']?\s{0,4}\|.{0,100}\bchpasswd\b`,
        String.raw`\b(?:echo|printf)\s{1,4}(?:-[ne]{1,2}\s{1,4})?${secretWord}["']?\s{0,4}\|.{0,500}(?:--password-stdin|--passphrase-fd|\bsudo\s.{0,20}-S\b|\bpasswd\b)`,
        String.raw`\b(?:usermod|useradd)\b.{0,200}?\s-p\s{0,4}${secretWord}`,
        String.raw`\b(?:un)?zip\b.{0,200}?\s-P\s{0,4}${secretWord}`,
        String.raw`\b7z[ar]?\b.{0,200}?\s-p${secretWord}`,
        String.raw`\baz\s{1,4}login\b.{0,200}?\s-p\s{0,4}${secretWord}`,
        String.raw`\baws\s{1,4}configure\s{1,4}set\s{1,4}\S{0,100}secret_access_key\s{1,4}${secretWord}`,
        String.raw`\bchpasswd\b.{0,100}<<<\s{0,4}["']?[\w.-]{1,64}:(?!${masked}["']?(?:\s|$))[^\s"']{3,200}`,
        String.raw`\bswift\b.{0,500}?\s-K\s{0,4}${secretWord}`,
        String.raw`\blftp\b.{0,200}?\s-u\s{0,4}["']?[\w.@-]{1,64},(?!${masked}["']?(?:\s|$))[^\s"']{3,200}`,
        String.raw`\bsmbclient\b.{0,200}?\s(?:-U\s{0,4}|--user[=\s])["']?[\w.@\\-]{1,64}%(?!${masked}["']?(?:\s|$))[^\s"']{3,200}`,
      ].join("|"),
    ),
    source:
      "sshpass(1), mysql(1), ldapsearch(1), openssl-passphrase-options(1), htpasswd(1), chpasswd(8), passwd(1), usermod(8), zip(1), " +
      "az login, aws configure set, swift(1), lftp(1)",
  },
  // PACKAGE QUESTION TYPE VALUE, as FAI and the installer preseed answers
  "password of debconf": {
    pattern: new RegExp(
      String.raw`(?:^|["'|])\s{0,4}[a-z0-9][a-z0-9+.-]{0,100}\s{1,4}[\w.-]{1,100}\/[\w./-]{1,100}\s{1,4}password\s{1,4}${secretWord}`,
      "m",
    ),
    source: "debconf-set-selections(1)",
  },
} as const satisfies Record<string, Format>;

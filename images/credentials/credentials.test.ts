import { describe, expect, it } from "vitest";
import { credentialIn, credentialLines, credentialRule, type CredentialRule } from "./credentials.ts";

/** Assembled here, so that scanners for leaked tokens do not report this file. */
const token = (prefix: string, length: number): string => prefix + "k3J9xQ7bW2mZ".repeat(10).slice(0, length);
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const awsId = "ABCD2345EFGH6723";

/** Lines as GitLab's runner, git, mmdebstrap, apt, dpkg, FAI, sfdisk and qemu-img write them while an image is built. */
const innocent = `
Running with gitlab-runner 18.2.1 (cc489270) on casulana k3J9xQ7bW, system ID: s_0a1b2c3d4e5f
Using Docker executor with image registry.salsa.debian.org/cloud-team/debian-cloud-images/build:latest ...
Using docker image sha256:3fdc8b1a6e0f4c5d2b7a9e8f1c0d3b5a7e9f2c4d6b8a0e1f3c5d7b9a1e2f4c6d for registry.salsa.debian.org/x with digest registry.salsa.debian.org/x@sha256:9b1c ...
Fetching changes with git depth set to 20...
Checking out 0a1b2c3d as detached HEAD (ref is master)...
HEAD is now at 0a1b2c3d4e5f60718293a4b5c6d7e8f901234567 Update key handling
I: automatically chosen mode: root
I: chroot architecture amd64 is equal to the host's architecture
gpg: key 0E98404D386FA1D9: "Debian Archive Automatic Signing Key (11/bullseye) <ftpmaster@debian.org>" not changed
Good signature from key: 4CB50190207B4758A3F73A796ED0E7B82643E131
Get:12 http://ftp.debian.org/debian trixie/main amd64 passwd amd64 1:4.17.4-2 [1312 kB]
Get:13 http://ftp.debian.org/debian trixie/main amd64 libsecret-1-0 amd64 0.21.7-1 [139 kB]
Install: passwd:amd64 (1:4.17.4-2, automatic), libpam-passwdqc:amd64 (2.0.3-1), gnome-keyring:amd64 (48.0-1)
Selecting previously unselected package base-passwd.
Preparing to unpack .../13-passwd_1%3a4.17.4-2_amd64.deb ...
Unpacking openssh-server (1:10.0p1-7) over (1:10.0p1-6) ...
Setting up base-passwd (3.6.7) ...
Setting up linux-image-6.12.38+deb13-cloud-amd64 (6.12.38-1) ...
ii  passwd                               1:4.17.4-2                           amd64        change and administer password and group data
Creating SSH2 ED25519 key; this may take some time ...
256 SHA256:k3J9xQ7bW2mZk3J9xQ7bW2mZk3J9xQ7bW2mZk3J9xQ7 root@debian (ED25519)
passwd: password expiry information changed.
Shadow passwords are now on.
chpasswd: user password updated
FAI_CONFIG_SRC=file:///builds/cloud-team/debian-cloud-images/config_space/trixie
Calling hook: instsoft.CLOUD
fai-diskimage: cspace=/builds/cloud-team/debian-cloud-images/config_space
GRUB_TOKEN_FILE=/etc/default/grub.d/token
Disk identifier: 34BDDE2E-C3A1-4A1E-ABC2-96E637EEBD29
type=0FC63DAF-8483-4772-8E79-3D69D8477DE4, uuid=34bdde2e-c3a1-4a1e-abc2-96e637eebd29, name="root"
mke2fs 1.47.2: Filesystem UUID: 6f05e4fa-4a35-4d9b-8b3c-0d5f2f9b6a10
"cloud.debian.org/digest": "sha512:oDnog75S1bOI8YmYKmYBC6DTrjRjoDnog75S1bOI8YmYKmYBC6DTrjRjoDnog75S1bOI8YmYKmYBC6DTrjRjaA"
a0ea0f3b90f3b90f3b90f3b90f3b90f3b90f3b90f3b90f3b90f3b90f3b90f3b9  debian-trixie-genericcloud-amd64-official-20260717-2542.tar.xz
Uploading artifacts as "archive" to coordinator... 201 Created  correlation_id=01K0CZ3V9XQ7B2MZ id=7654321 responseStatus=201 Created token=64_KMpgdx
Uploading artifacts as "junit" to coordinator... 201 Created  id=7654321 responseStatus=201 Created token=glcbt-64
Job succeeded
passwd: 2 upgraded, 0 newly installed
Password: required
PASS: tests/test_boot.py
PWD=/builds/cloud-team/debian-cloud-images
OLDPWD=/builds/cloud-team
passwd=1:4.17.4-2
lock_passwd: true
PasswordAuthentication no
debconf: (TERM is not set, so the dialog frontend is not usable.)
Setting password for root to locked
The password is required here
password is 12345 characters too long for crypt
passwd 1:4.17.4-2
libapache2-mod-auth-token 20240101-1deb13u1
Password is base64 encoded
"auth": "authenticated"
auth=required
I: auth: sufficient pam_rootok.so
TOKEN := $(shell cat /run/token)
<password></password>
Installing new version of config file /etc/pam.d/common-password ...
echo done | sudo tee /etc/motd
passwd passwd/root-password password 
d-i passwd/root-password seen true
keyboard-configuration keyboard-configuration/layoutcode string us
{"name": "passwd", "version": "1:4.17.4-2"}, {"name": "base-passwd", "version": "3.6.7"}
{"key":"OS_PASSWORD","value":"[MASKED]","masked":true}
+ usermod -p * root
I: see config/files/etc/pam.d/login password for its rules
update-alternatives: using /usr/bin/unzip to provide /usr/bin/zip in auto mode
-DCMAKE_INSTALL_PREFIX=/usr -DKEY=ON -DENABLE_TOKEN=OFF
Bearer tokens are described in RFC 6750
user password updated for root: no change
  curl https://ftp.debian.org/debian/dists/sid/InRelease -u 20
Get:1 http://ftp.debian.org/debian sid/main amd64 curl amd64 8.14.1-2 [270 kB]
+ docker run --rm -p 8080:80 -u 1000:1000 debian:sid
+ mysql_install_db --user=mysql
ok 12 - t1_this_is_a_name_of_a_test
tests.test_t1_long_name_of_something PASSED
Fetched 31.2 MB in 3s (11.0 MB/s)
deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] https://ftp.debian.org/debian trixie main
Vcs-Git: https://salsa.debian.org/debian/passwordsafe.git
Sending webhook to https://salsa.debian.org/api/v4/projects/12/hooks/34
npm notice integrity sha512-k3J9xQ7bW2mZk3J9xQ7bW2mZk3J9xQ7bW2mZk3J9xQ7bW2mZk3J9xQ7bW2mZk3J9xQ7bW2mZk3J9xQ7bW2mZ== 
`
  .trim()
  .split("\n");

describe("a credential", () => {
  it.each<[CredentialRule, string]>([
    ["AWS access key", `AKIA${awsId}`],
    ["AWS access key", `export AWS_ACCESS_KEY_ID=ASIA${awsId}`],
    ["private key", "-----BEGIN OPENSSH PRIVATE KEY-----\nabc"],
    ["private key", "-----BEGIN PRIVATE KEY-----"],
    ["private key", "-----BEGIN PGP PRIVATE KEY BLOCK-----"],
    ["GitLab token", token("glpat-", 20)],
    ["GitLab token", `curl --header PRIVATE-TOKEN:${token("glpat-", 20)}`],
    ["GitHub token", token("ghp_", 36)],
    ["GitHub token", token("github_pat_", 82)],
    ["Google API key", token("AIza", 35)],
    ["Slack token", token("xoxb-", 40)],
    ["JSON web token", `${token("eyJ", 20)}.${token("eyJ", 20)}.${token("", 20)}`],
    ["Pulumi token", `pul-${"0123456789".repeat(4)}`],
    ["Azure storage key", `AccountName=a;${token("AccountKey=", 86)}==`],
    ["password in a URL", "https://debian:hunter2@example.org/x"],
    ["password in a URL", "postgres://:hunter2@db"],
    ["password in a URL", "git+ssh://me:hunter2@example.org/x"],
    ["GitLab token", token("glcbt-64_", 20)],
    ["GitLab token", token("glffct-", 20)],
    ["GitLab token", token("GR1348941", 20)],
    ["PyPI token", token("pypi-AgEIcHlwaS5vcmc", 60)],
    ["token of npm", token("npm_", 36)],
    ["Docker token", token("dckr_pat_", 27)],
    ["Vault token", token("hvs.", 90)],
    ["OpenStack token", token("gAAAAA", 120)],
    ["Azure client secret", token("abc8Q~", 34)],
    ["signed URL", `https://store.example/log?X-Amz-Signature=${"0123456789abcdef".repeat(4)}`],
    ["signed URL", `https://x.blob.core.windows.net/vhds/a?sv=2024-11-04&sig=${token("", 42)}%3D`],
    ["session cookie", `Cookie: _gitlab_session=${"0123456789abcdef".repeat(2)}`],
    ["session cookie", `< set-cookie: JSESSIONID=${token("", 32)}; Path=/; HttpOnly`],
    ["session cookie", `curl -H 'Cookie: lang=de; auth_token=${token("", 24)}' https://example.org`],
    ["session cookie", `"Set-Cookie": "horizon.sid=${token("", 24)}"`],
    ["Vault secret id", "vault write auth/approle/login role_id=x secret_id=34bdde2e-c3a1-4a1e-abc2-96e637eebd29"],
    ["Vault secret id", '"secret_id": "34bdde2e-c3a1-4a1e-abc2-96e637eebd29"'],
    ["authorization header", `Authorization: Bearer ${token("", 20)}`],
    ["authorization header", `"authorization": "Basic ${token("", 20)}="`],
    ["password hash", `root:$y$j9T$${token("", 22)}$${token("", 43)}:20000:0`],
    ["password hash", `$6$${token("", 8)}$${token("", 86)}`],
    ["password hash", `$2b$10$${token("", 53)}`],
    ["password of a netrc", "machine salsa.debian.org login me password hunter2"],
    ["GitLab runner token", `registered the runner t1_${token("A", 31)}.01.0z1abcdef`],
    ["GitLab runner token", `t3_${token("", 20)}`],
    ["GitLab token", `glrt-t1_${token("", 27)}.01.0z1abcdef`],
    ["chat webhook", `https://hooks.slack.com/services/T01234567/B01234567/${token("", 24)}`],
    ["chat webhook", `https://discord.com/api/webhooks/123456789012345678/${token("", 68)}`],
    [
      "chat webhook",
      `https://debian.webhook.office.com/webhookb2/34bdde2e-c3a1-4a1e-abc2-96e637eebd29@x/IncomingWebhook/y`,
    ],
    ["chat webhook", `https://chat.googleapis.com/v1/spaces/AAAA/messages?key=${token("", 20)}&token=x`],
    ["chat webhook", `https://api.telegram.org/bot1234567890:${token("AA", 33)}/sendMessage`],
    ["chat webhook", `https://mattermost.debian.net/hooks/${"abcdefgh12".repeat(3).slice(0, 26)}`],
    ["chat webhook", `https://rocket.example/hooks/${token("", 24)}/${token("", 44)}`],
    ["Telegram token", `bot 1234567890:${token("AA", 33)}`],
    ["token in a URL", `GET /api/v4/projects?private_token=${token("", 20)}`],
    ["token as a URL's user", `git clone https://${token("", 40)}@example.org/x.git`],
    ["password of curl", "+ curl -u bot:hunter2 https://example.org/x"],
    ["password of curl", "curl -sfLu 'bot:p w' https://example.org"],
    ["password of curl", "curl -fsS --user=bot:x https://example.org"],
    ["password of curl", "curl https://example.org --proxy-user bot:hunter2"],
    ["password of a registry", "+ docker login -u ci -p hunter2 registry.salsa.debian.org"],
    ["password of a registry", "podman login --username=ci --password=abc registry"],
    ["password of a registry", "helm registry login -u ci -psecretly x"],
    ["credentials of skopeo", "skopeo copy --dest-creds=ci:hunter2 a b"],
    ["password of debconf", "passwd passwd/root-password password r00tme"],
    ["password of debconf", "+ echo 'slapd slapd/password1 password hunter2'"],
    ["password of a command", "echo hunter2 | passwd --stdin root"],
    ["password of a command", String.raw`printf 'hunter2\nhunter2\n' | chroot /target passwd root`],
    ["password of a command", `+ echo 'hunter2!' | docker login --password-stdin x`],
    ["password of a command", "usermod -p hunter2 root"],
    ["password of a command", "unzip -P hunter2 a.zip"],
    ["password of a command", "7z x -phunter2 a.7z"],
    ["password of a command", "az login --service-principal -u 123 -p hunter2 --tenant t"],
    ["password of a command", `aws configure set aws_secret_access_key ${token("", 40)}`],
    ["password of a command", "sshpass -p hunter2 ssh x"],
    ["password of a command", "mysql -u root -phunter2 x"],
    ["password of a command", "openssl rsa -passin pass:hunter2"],
    ["password of a command", "echo root:hunter2 | chroot x chpasswd"],
    ["password of a command", "echo hunter2 | docker login --username ci --password-stdin x"],
    ["password of a command", "echo hunter2 | gpg --batch --passphrase-fd 0 --sign x"],
    ["password of a command", "echo hunter2 | sudo -S id"],
    ["password of a command", "chpasswd <<< root:hunter2"],
    ["password of a command", "swift -A https://x -U me -K hunter2 list"],
    ["password of a command", "lftp -u me,hunter2 sftp://x"],
    ["password of a command", "smbclient -U 'me%hunter2' //x/y"],
    ["authorization header", `Bearer ${token("", 30)}`],
    ["age key", `AGE-SECRET-KEY-1${"QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L".repeat(2).slice(0, 58)}`],
    ["DigitalOcean token", `dop_v1_${"0123456789abcdef".repeat(4)}`],
    ...["PRIVATE", "RSA PRIVATE", "OPENSSH PRIVATE", "EC PRIVATE", "PGP PRIVATE"].map(
      (label): [CredentialRule, string] => [
        "private key in base64",
        `KEY=${Buffer.from(`-----BEGIN ${label} KEY-----\nabc`).toString("base64")}`,
      ],
    ),
  ])("is seen by its format: %s in %j", (rule, value) => {
    expect(credentialRule(value)).toBe(rule);
  });

  it.each([
    "password",
    "secret",
    "aws:secretKey",
    "cloud-images:apiToken",
    "SECRET_ACCESS_KEY",
    "openstack:password",
    "passphrase",
    "api_key",
  ])("is seen by the key it stands under: %s", (key) => {
    expect(credentialRule(token("", 24), key)).toBe("secret under a telling key");
  });
});

describe("no credential is", () => {
  it.each<[string, string, string?]>([
    ["a sha512", "a0ea".padEnd(128, "0f3b9")],
    ["a digest annotation", `sha512:${"oDnog75S1bOI8YmYKmYBC6DTrjRj".repeat(4).slice(0, 86)}`],
    ["a sha512 under a key that tells nothing", "9f3b".padEnd(128, "0f3b9"), "digest"],
    ["an AMI", "ami-0123456789abcdef0"],
    ["an account", "136693071363", "account"],
    ["a version", "20260717-2542"],
    ["a uid", "34bdde2e-c3a1-4a1e-abc2-96e637eebd29", "uid"],
    ["a commit", "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567", "commit"],
    ["a job's address", "https://salsa.debian.org/cloud-team/debian-cloud-images/-/jobs/123456"],
    ["an address with a port", "https://example.org:8443/a@b"],
    ["an address with a user", "ssh://git@salsa.debian.org:22/x"],
    ["a mail address", "debian-cloud@lists.debian.org"],
    ["a public key", "-----BEGIN PUBLIC KEY-----"],
    ["a secret's path", "/run/secrets/registry-token-2026", "tokenFile"],
    ["a path under a telling key", "/run/secrets/registry-2026", "token"],
    ["a variable under a telling key", "SALSA_DEPLOY_TOKEN_2026", "token"],
    ["a placeholder", "${SALSA_TOKEN_FOR_DEPLOYING}", "token"],
    ["an empty password", "", "password"],
    ["a word under a telling key", "passphrase", "secretsprovider"],
    ["stars", "************************", "password"],
    ["a key that only contains a telling word", token("", 24), "tokenizer"],
  ])("%s: %j", (_, value, key) => {
    expect(credentialRule(value, key)).toBeUndefined();
  });
});

describe("a credential in a line of a log", () => {
  const secret = token("", 24);
  it.each([
    `OS_PASSWORD=${secret}`,
    `+ export AWS_SECRET_ACCESS_KEY=${secret}`,
    `    "client_secret": "${secret}",`,
    `PRIVATE-TOKEN: ${secret}`,
    `> X-Auth-Token: ${secret}`,
    `--password=${secret}`,
    `$ openstack --os-password ${secret} image list`,
    `{"user":"me","passphrase":"${secret}"}`,
    `a=1;token=${secret};b=2`,
    "OS_PASSWORD=hunter2",
    "export RESTIC_PASSWORD=letmein",
    "Password: Hunter2",
    "db_password: s3cr3t",
    "--password=abcd",
    "--http-password hunter2",
    "PGPASSWORD=letmein psql",
    "SSHPASS=letmein",
    "REGISTRY_PASS=letmein",
    `{\\"token\\":\\"${secret}\\"}`,
    '{"body": "{\\"password\\": \\"hunter2\\"}"}',
    `//registry.example.org/:_authToken=${secret}`,
    `"auth": "${base64("ci:hunter2-long")}"`,
    `{"auths":{"registry.example.org":{"auth":"${base64("ci:hunter2")}"}}}`,
    `_auth=${base64("ci:hunter2")}`,
    `$env:TOKEN="${secret}"`,
    "'password' => 'hunter2'",
    ':password=>"hunter2"',
    "password := hunter2",
    "<password>hunter2</password>",
    `<token>${secret}</token>`,
    "  password hunter2",
    "ENV OS_PASSWORD hunter2",
    `token ${secret}`,
    "java -Dpassword=hunter2 -jar x.jar",
    "state%3D1&password%3Dhunter2",
    "ansible_become_pass: hunter2",
    "The password is Xk29dj!f",
    "password for root set to hunter2",
    '{"variable_type":"env_var","key":"OS_PASSWORD","value":"hunter2"}',
    `{"key": "SALSA_TOKEN", "value": "${secret}", "masked": true}`,
    `<property name="registry.password" value="hunter2"/>`,
    `{u'password': u'hunter2'}`,
    `token=b'${secret}'`,
    "ROOTPW=hunter2",
  ])("is seen by its key: %s", (line) => {
    expect(credentialIn(line)).toBe("secret under a telling key");
  });

  it("is seen by its format, wherever it stands", () => {
    expect(credentialIn(`fatal: unable to access, tried ${token("glpat-", 20)}.`)).toBe("GitLab token");
  });

  it("is found in a text as in each of its lines", () => {
    const lines = [...innocent, "x:", `OS_PASSWORD=${secret}`, ...innocent, `uses ${token("glpat-", 20)}`];
    expect(credentialLines(lines.join("\n"))).toEqual([
      { line: innocent.length + 2, rule: "secret under a telling key" },
      { line: lines.length, rule: "GitLab token" },
    ]);
    expect(credentialLines(innocent.join("\n"))).toEqual([]);
  });

  it("is none in what GitLab masked, and in what a shell is to fill in", () => {
    const lines = [
      "CI_JOB_TOKEN=[MASKED]",
      "git clone https://gitlab-ci-token:[MASKED]@salsa.debian.org/cloud-team/debian-cloud-images.git",
      "curl https://me:${SALSA_PASSWORD}@example.org https://me:***@example.org https://me:xxxxx@example.org",
      'curl --header "PRIVATE-TOKEN: $CLOUD_IMAGES_GITLAB_TOKEN" --header "Authorization: Bearer $TOKEN"',
      "machine salsa.debian.org login gitlab-ci-token password [MASKED]",
      "--token-file /run/secrets/token --password-stdin",
      "curl -u $USER:$PASSWORD https://example.org",
      "curl --user bot:[MASKED] https://example.org",
      "curl -u bot: https://example.org",
      "docker login -u ci -p $CI_JOB_TOKEN registry.salsa.debian.org",
      "docker login -u ci -p [MASKED] registry.salsa.debian.org",
      'echo "$CI_JOB_TOKEN" | docker login -u ci --password-stdin registry.salsa.debian.org',
      "echo root:$PASSWORD | chpasswd",
      "DB_PASSWORD=$(pwgen 20 1)",
      "sshpass -p $PASSWORD ssh x",
      "GET /api/v4/projects?private_token=[MASKED]&x=1",
      "Cookie: _gitlab_session=[MASKED]; auth_token=$TOKEN_OF_THE_SESSION",
      "remote: https://ci-token:$CI_JOB_TOKEN@salsa.debian.org/x.git",
      '{\\"token\\": \\"[MASKED]\\"}',
      "<token>[MASKED]</token>",
      "password [MASKED]",
      "the password is [MASKED]",
    ];
    expect(lines.filter((line) => credentialIn(line) !== undefined)).toEqual([]);
  });

  it.each(innocent)("is none in a build's log: %s", (line) => {
    expect(credentialIn(line)).toBeUndefined();
  });
});

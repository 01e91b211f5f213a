import { paths } from "../paths.ts";
import { sealedPython } from "./sealed.ts";

/**
 * Gets the runner's token. Makes a key in memory, and prints its public half on the console until the sealed token is in the server's
 * metadata. Decrypts it, verifies it with GitLab, and writes GitLab Runner's settings. The token is never an argument of a process,
 * and is on no disk except in those settings.
 */
export const claimToken = `#!/usr/bin/python3
import base64, hashlib, json, os, pathlib, re, subprocess, sys, time, urllib.error, urllib.parse, urllib.request

SETTINGS = json.loads(pathlib.Path("${paths.settings}").read_text())
CONFIG = pathlib.Path("${paths.runnerConfig}")
RUN = pathlib.Path("${paths.run}")
PAUSE = 10

${sealedPython}

def installed():
    query = ["dpkg-query", "-W", "-f", "\${db:Status-Status} \${Version}", "gitlab-runner"]
    return subprocess.run(query, capture_output=True, text=True).stdout == f"installed {SETTINGS['version']}"


def token_of(meta, fingerprint):
    token = open_sealed(meta, fingerprint, RUN)
    return token if token is not None and re.fullmatch(r"[A-Za-z0-9_.-]{20,200}", token) else None


def is_good(token):
    form = urllib.parse.urlencode({"token": token}).encode()
    try:
        with urllib.request.urlopen(SETTINGS["gitlab"] + "/api/v4/runners/verify", form, timeout=30):
            return True
    except OSError as error:
        say(f"casulana: GitLab does not know the token yet: {error}")
        return False


def configure(token):
    text = pathlib.Path("${paths.template}").read_text().replace("@TOKEN@", token)
    new = CONFIG.with_suffix(".new")
    CONFIG.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.rename(CONFIG)


if CONFIG.exists():
    sys.exit(0)
os.umask(0o077)
if not installed():
    say(f"casulana: gitlab-runner {SETTINGS['version']} is not installed, so no token is asked for")
    sys.exit(1)
fingerprint, key_line = make_key(RUN)
while True:
    say(key_line)
    token = token_of(metadata(SETTINGS["metadata"]), fingerprint)
    if token is not None and is_good(token):
        break
    time.sleep(PAUSE)
configure(token)
(RUN / "key.pem").unlink()
subprocess.run(["systemctl", "restart", "gitlab-runner.service"], check=True)
say("casulana: the runner has its token")
`;

import { paths } from "../paths.ts";
import { keyMark, metadataNames } from "../seal.ts";

/**
 * Gets the runner's token. Makes a key in memory, says its public half on the console until the sealed token is in the
 * server's metadata, opens it, asks GitLab whether it is good and writes GitLab Runner's settings.
 * The token is never an argument of a process and never on a disk but in those settings.
 */
export const claimToken = `#!/usr/bin/python3
import base64, hashlib, json, os, pathlib, re, subprocess, sys, time, urllib.error, urllib.parse, urllib.request

SETTINGS = json.loads(pathlib.Path("${paths.settings}").read_text())
CONFIG = pathlib.Path("${paths.runnerConfig}")
RUN = pathlib.Path("${paths.run}")
KEY = RUN / "key.pem"
PAUSE = 10


def say(text):
    with open("/dev/console", "w") as console:
        console.write(f"\\n{text}\\n")


def installed():
    query = ["dpkg-query", "-W", "-f", "\${db:Status-Status} \${Version}", "gitlab-runner"]
    return subprocess.run(query, capture_output=True, text=True).stdout == f"installed {SETTINGS['version']}"


def openssl(*arguments, data=None):
    return subprocess.run(["openssl", *arguments], input=data, check=True, capture_output=True).stdout


def make_key():
    RUN.mkdir(mode=0o700, parents=True, exist_ok=True)
    openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:3072", "-out", str(KEY))
    spki = openssl("pkey", "-in", str(KEY), "-pubout", "-outform", "DER")
    return hashlib.sha256(spki).hexdigest()[:16], base64.b64encode(spki).decode()


def metadata():
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    url = SETTINGS["metadata"] + "/openstack/latest/meta_data.json"
    try:
        with direct.open(url, timeout=10) as answer:
            return json.load(answer).get("meta", {})
    except (OSError, ValueError):
        return {}


def open_sealed(meta, fingerprint):
    if meta.get("${metadataNames.key}") != fingerprint:
        return None
    names = sorted((name for name in meta if name.startswith("${metadataNames.part}")), key=lambda name: int(name.rsplit("-", 1)[1]))
    sealed = base64.b64decode("".join(meta[name] for name in names))
    options = ["-pkeyopt", "rsa_padding_mode:oaep", "-pkeyopt", "rsa_oaep_md:sha256"]
    try:
        token = openssl("pkeyutl", "-decrypt", "-inkey", str(KEY), *options, data=sealed).decode()
    except subprocess.CalledProcessError:
        return None
    return token if re.fullmatch(r"[A-Za-z0-9_.-]{20,200}", token) else None


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
fingerprint, spki = make_key()
while True:
    say(f"${keyMark} {fingerprint} {spki}")
    token = open_sealed(metadata(), fingerprint)
    if token is not None and is_good(token):
        break
    time.sleep(PAUSE)
configure(token)
KEY.unlink()
subprocess.run(["systemctl", "restart", "gitlab-runner.service"], check=True)
say("casulana: the runner has its token")
`;

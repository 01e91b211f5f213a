import { keyMark, metadataNames } from "../seal.ts";

/**
 * Python for a server that gets a secret. `make_key(folder)` makes a key in the folder, which must be in memory, and returns its
 * fingerprint and its line for the console. `open_sealed(meta, fingerprint, folder)` returns the decrypted secret, or None.
 */
export const sealedPython = `
def say(text):
    with open("/dev/console", "w") as console:
        console.write(f"\\n{text}\\n")


def openssl(*arguments, data=None):
    return subprocess.run(["openssl", *arguments], input=data, check=True, capture_output=True).stdout


def make_key(folder):
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = folder / "key.pem"
    openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:3072", "-out", str(key))
    spki = openssl("pkey", "-in", str(key), "-pubout", "-outform", "DER")
    fingerprint = hashlib.sha256(spki).hexdigest()[:16]
    return fingerprint, f"${keyMark} {fingerprint} {base64.b64encode(spki).decode()}"


def metadata(service):
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(service + "/openstack/latest/meta_data.json", timeout=10) as answer:
            return json.load(answer).get("meta", {})
    except (OSError, ValueError):
        return {}


def open_sealed(meta, fingerprint, folder):
    if meta.get("${metadataNames.key}") != fingerprint:
        return None
    names = sorted((name for name in meta if name.startswith("${metadataNames.part}")), key=lambda name: int(name.rsplit("-", 1)[1]))
    sealed = base64.b64decode("".join(meta[name] for name in names))
    options = ["-pkeyopt", "rsa_padding_mode:oaep", "-pkeyopt", "rsa_oaep_md:sha256"]
    try:
        return openssl("pkeyutl", "-decrypt", "-inkey", str(folder / "key.pem"), *options, data=sealed).decode()
    except subprocess.CalledProcessError:
        return None
`;

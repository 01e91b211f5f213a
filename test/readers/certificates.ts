import { execFileSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A certificate for some hosts, by an authority that only the readers of a test trust. */
interface Certificate {
  /** The path of the authority's certificate, which readers must trust. */
  authority: string;
  key: Buffer;
  certificate: Buffer;
}

export async function makeCertificate(folder: string, hosts: readonly string[]): Promise<Certificate> {
  const at = (name: string): string => join(folder, name);
  const openssl = (...args: string[]): Buffer => execFileSync("openssl", args, { stdio: "pipe", timeout: 60_000 });
  const request = ["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-batch"];
  const usage = ["-addext", "keyUsage=critical,keyCertSign"];
  const authority = at("authority.pem");
  openssl(
    ...request,
    "-x509",
    "-days",
    "2",
    "-subj",
    "/CN=readers",
    ...usage,
    "-keyout",
    at("ca.key"),
    "-out",
    authority,
  );
  openssl(...request, "-subj", `/CN=${hosts[0] ?? ""}`, "-keyout", at("host.key"), "-out", at("host.csr"));
  const names = hosts.map((host) => `DNS:${host}`).join(",");
  await writeFile(at("extensions"), `subjectAltName=${names}\nbasicConstraints=CA:FALSE\nkeyUsage=digitalSignature\n`);
  const by = ["-CA", authority, "-CAkey", at("ca.key"), "-CAcreateserial", "-extfile", at("extensions")];
  openssl("x509", "-req", "-days", "2", "-in", at("host.csr"), ...by, "-out", at("host.pem"));
  return { authority, key: await readFile(at("host.key")), certificate: await readFile(at("host.pem")) };
}

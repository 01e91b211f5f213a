import { createHash, createHmac } from "node:crypto";

export interface Credentials {
  id: string;
  secret: string;
  session: string | null;
}

export interface Call {
  service: string;
  /** For REST protocols; all others have `POST /`, the default. */
  method?: "GET" | "PUT" | "POST";
  path?: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/**
 * Makes a call to AWS with a signature of version 4. The SDK's own clients cannot do it: for an empty body moto expects a signature over
 * another text than they sign, unless the body's digest is a header.
 */
export async function ask(url: string, region: string, call: Call, credentials: Credentials): Promise<Response> {
  const { service, method = "POST", path = "/", body = "" } = call;
  const time = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const day = time.slice(0, 8);
  const headers: Record<string, string> = {
    ...call.headers,
    host: new URL(url).host,
    "x-amz-content-sha256": sha256(body),
    "x-amz-date": time,
    ...(credentials.session !== null && { "x-amz-security-token": credentials.session }),
  };
  const names = Object.keys(headers).toSorted();
  const [place = "", parameters = ""] = path.split("?");
  const canonical = [
    method,
    place,
    parameters,
    ...names.map((name) => `${name}:${headers[name] ?? ""}`),
    "",
    names.join(";"),
    sha256(body),
  ].join("\n");
  const scope = `${day}/${region}/${service}/aws4_request`;
  const key = [day, region, service, "aws4_request"].reduce<string | Buffer>(
    (before, part) => hmac(before, part),
    `AWS4${credentials.secret}`,
  );
  const signature = hmac(key, ["AWS4-HMAC-SHA256", time, scope, sha256(canonical)].join("\n")).toString("hex");
  const authorization = `AWS4-HMAC-SHA256 Credential=${credentials.id}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature}`;
  // fetch writes the host itself
  delete headers["host"];
  return fetch(`${url}${path}`, {
    method,
    headers: { ...headers, authorization },
    ...(method !== "GET" && { body }),
    signal: AbortSignal.timeout(60_000),
  });
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { close, listen } from "../loopback.ts";
import { answerEbs, ebsCall } from "./ebs.ts";
import { answerEc2, readingEc2 } from "./ec2.ts";
import { AwsError } from "./error.ts";
import { answerSsm, readingSsm } from "./ssm.ts";
import { Cloud, type Asked } from "./cloud.ts";
import { parseQuery, textAt } from "./query.ts";
import { refuseUntagged } from "./tag-conditions.ts";
import { xml } from "./xml.ts";

/** What goes wrong with a call that changes something. */
export type AwsFault =
  /** The connection ends, and nothing is done. */
  | "refused"
  /** It is done, and the answer is 503. */
  | "failed after"
  /** It is done, and the connection ends. */
  | "reply lost"
  /** It is done for somebody else first, and the client gets the second answer. */
  | "second";

/**
 * Some of AWS's services on loopback, in AWS's own protocols, for the SDK's real clients: EC2's images and snapshots, EBS direct, SSM's
 * parameters, STS and quotas. It is as strict as AWS, and each rule names its source. It keeps its state by account and region.
 */
export class AwsStandIn {
  readonly cloud = new Cloud();
  readonly url: string;
  /** Every call that was made: `eu-west-1 CopyImage`. */
  readonly calls: { key: string; account: string | undefined; region: string; call: string; changes: boolean }[] = [];
  /** By access key: the calls that its role may make; one that is not there may make all. */
  readonly roles = new Map<string, ReadonlySet<string>>();
  readonly #server: Server;
  #fault: { fault: AwsFault; call: RegExp; left: number } | undefined;

  private constructor(server: Server, url: string) {
    this.url = url;
    this.#server = server.on("request", (request, response) => {
      this.#answer(request, response).catch((error: unknown) =>
        response.destroy(error instanceof Error ? error : undefined),
      );
    });
  }

  static async start(): Promise<AwsStandIn> {
    const server = createServer();
    return new AwsStandIn(server, await listen(server));
  }

  /** Has the next calls that change something meet a fault; `call` matches their names. */
  trouble(fault: AwsFault, { call = /./, times = Infinity }: { call?: RegExp; times?: number } = {}): void {
    this.#fault = { fault, call, left: times };
  }

  calm(): void {
    this.#fault = undefined;
  }

  count(call: RegExp): number {
    return this.calls.filter((each) => call.test(`${each.region} ${each.call}`)).length;
  }

  get changes(): number {
    return this.calls.filter(({ changes }) => changes).length;
  }

  end(): Promise<void> {
    return close(this.#server);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const asked = this.#asked(request, body);
    if (this.cloud.unreachable.has(asked.region)) return void response.destroy();
    const fault = this.#faultOf(asked);
    const { key, account, region, call, changes } = asked;
    this.calls.push({ key, account, region, call, changes });
    if (fault === "refused") return void response.destroy();
    if (fault === "second") this.#answerOf(asked);
    const answer = this.#answerOf(asked);
    if (fault === "reply lost") return void response.destroy();
    if (fault === "failed after") return void response.writeHead(503).end();
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }

  #faultOf({ changes, call }: Asked): AwsFault | undefined {
    const found = this.#fault;
    if (found === undefined || !changes || found.left <= 0 || !found.call.test(call)) return undefined;
    found.left -= 1;
    return found.fault;
  }

  /** Reads a request. Its signature names the account and the region. */
  #asked(request: IncomingMessage, body: Buffer): Asked {
    const { method = "", url = "", headers } = request;
    const [, key = "", region = "", service = ""] =
      /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(headers.authorization ?? "") ?? [];
    const common = { key, account: this.cloud.accountOf(key), region, service, body, headers, url };
    const target = headers["x-amz-target"];
    if (service === "ebs") {
      const call = ebsCall(method, url);
      return { ...common, parameters: {}, call, changes: method !== "GET" };
    }
    if (typeof target === "string") {
      const call = target.split(".").at(-1) ?? "";
      const parameters = JSON.parse(body.toString() || "{}") as Asked["parameters"];
      return { ...common, parameters, call, changes: !readingSsm.test(call) };
    }
    const parameters = parseQuery(body.toString());
    const call = textAt(parameters, "Action") ?? "";
    return { ...common, parameters, call, changes: !readingEc2.test(call) };
  }

  #answerOf(asked: Asked): Answer {
    const { service, call } = asked;
    try {
      if (asked.account === undefined)
        throw new AwsError("AuthFailure", "AWS was not able to validate the credentials", 401);
      const known = { ...asked, account: asked.account };
      if (this.roles.get(asked.key)?.has(call) === false)
        throw new AwsError("UnauthorizedOperation", `You are not authorized to perform ${call}`, 403);
      refuseUntagged(this.cloud, known);
      if (service === "ebs") return answerEbs(this.cloud, known);
      if (service === "ssm" || service === "servicequotas") return json(answerSsm(this.cloud, known));
      const inner =
        service === "sts"
          ? `<GetCallerIdentityResult>${xml({ Account: asked.account })}</GetCallerIdentityResult>`
          : xml(answerEc2(this.cloud, known));
      return {
        status: 200,
        headers: { "content-type": "text/xml" },
        body: `<${call}Response>${inner}</${call}Response>`,
      };
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return refused(service, error);
    }
  }
}

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

const json = (value: unknown): Answer => ({
  status: 200,
  headers: { "content-type": "application/x-amz-json-1.1" },
  body: JSON.stringify(value),
});

function refused(service: string, { code, message, status, reason }: AwsError): Answer {
  if (service === "ec2" || service === "sts") {
    const error = `<Error>${xml({ Code: code, Message: message })}</Error>`;
    const body =
      service === "ec2"
        ? `<Response><Errors>${error}</Errors><RequestID>r</RequestID></Response>`
        : `<ErrorResponse>${error}<RequestId>r</RequestId></ErrorResponse>`;
    return { status, headers: { "content-type": "text/xml" }, body };
  }
  const answer = json({ __type: code, message, Message: message, ...(reason && { Reason: reason }) });
  return { ...answer, status, headers: { ...answer.headers, "x-amzn-errortype": code } };
}

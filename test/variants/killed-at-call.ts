import { z } from "zod";
import { Transport as Real, type Exchange } from "../../clients/openstack/transport.ts";
import { strike } from "../faults/strike.ts";

export { Broken } from "../../clients/openstack/transport.ts";

/** A kill before a call to Glance that changes something; `call` is counted from 1 in each process. */
const killSchema = z.object({
  call: z.number().int().positive(),
  victim: z.enum(["engine", "plugin"]),
  /** A file that is written just before the kill. */
  mark: z.string(),
});

export const killVariable = "CLOUD_IMAGES_TEST_KILL";

let calls = 0;

/** Replaces clients/openstack/transport.ts: kills a process before one of its calls. */
export class Transport extends Real {
  override exchange(url: URL, exchange: Exchange): Promise<Response> {
    const text = process.env[killVariable];
    if (text !== undefined && exchange.method !== "GET" && url.pathname.includes("/v2/images")) {
      const { call, victim, mark } = killSchema.parse(JSON.parse(text));
      if (++calls === call) strike({ kind: "", operation: "update", moment: "before", victim, mark });
    }
    return super.exchange(url, exchange);
  }
}

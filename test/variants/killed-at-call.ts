import { z } from "zod";
import { Transport as Real, type Exchange } from "../../clients/openstack/transport.ts";
import { strike } from "../faults/strike.ts";

export { Broken } from "../../clients/openstack/transport.ts";

/** The killed process, and before which changing call to Glance, counted from 1 in that process. */
export const killSchema = z.object({
  call: z.number().int().positive(),
  victim: z.enum(["engine", "plugin"]),
  /** Written just before the strike. */
  mark: z.string(),
});

export const killVariable = "CLOUD_IMAGES_TEST_KILL";

let calls = 0;

/** In the place of clients/openstack/transport.ts: a process that is dead before one of its calls. */
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

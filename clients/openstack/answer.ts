import type { z } from "zod";
import { expectedOf } from "../../images/model/text/expected-words.ts";
import type { Service } from "./cloud.ts";
import type { Connection } from "./connection.ts";
import type { ServiceRequest } from "./request.ts";
import { Refusal } from "./refusal.ts";

/** The JSON of a call's answer, read against a schema; throws a Refusal where it is something else. */
export async function ask<Schema extends z.ZodType>(
  connection: Connection,
  service: Service,
  { schema, ...request }: ServiceRequest & { schema: Schema },
): Promise<z.output<Schema>> {
  const response = await connection.request(service, request);
  const result = schema.safeParse(await response.json().catch(() => undefined));
  if (result.success) return result.data;
  const { cloud } = connection;
  const { method, path } = request;
  const [issue] = result.error.issues;
  throw new Refusal(
    { cloud, method, service, path },
    response.status,
    `an answer that is not understood (${issue === undefined ? "" : `${issue.path.map(String).join(".")}: expected ${expectedOf(issue)}`})`,
  );
}

/** Everything of a list that is given page by page. `next` names the page after an answer: a path with its query below the root. */
export async function askAll<Schema extends z.ZodType, Item>(
  connection: Connection,
  service: Service,
  {
    schema,
    query,
    items,
    next,
    ...request
  }: Omit<ServiceRequest, "method"> & {
    schema: Schema;
    items: (page: z.output<Schema>) => readonly Item[];
    next: (page: z.output<Schema>) => Record<string, string> | undefined;
  },
): Promise<Item[]> {
  const all: Item[] = [];
  for (let more: Record<string, string> | undefined = {}; more !== undefined;) {
    const page: z.output<Schema> = await ask(connection, service, {
      ...request,
      method: "GET",
      query: { ...query, ...more },
      schema,
    });
    all.push(...items(page));
    more = next(page);
  }
  return all;
}

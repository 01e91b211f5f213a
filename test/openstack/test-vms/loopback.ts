import type { Connection } from "../../../clients/openstack/connection.ts";
import { z } from "zod";
import { ask } from "../../../clients/openstack/answer.ts";

/** The ports of loopback at which the cloud's services listen. Keystone names them to an admin alone. */
export async function servicePorts(admin: Connection): Promise<number[]> {
  const { endpoints } = await ask(admin, "identity", {
    method: "GET",
    path: "/endpoints",
    schema: z.object({ endpoints: z.array(z.object({ url: z.string() })) }),
  });
  return [...new Set(endpoints.map(({ url }) => Number(new URL(url).port)))];
}

/** A Python program for a guest. It leads connections to these ports of the guest's loopback to the host. */
export const forwarder = (host: string, ports: readonly number[]): string => `#!/usr/bin/python3
import asyncio


async def copy(reader, writer):
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()


def forwarded(port):
    async def serve(reader, writer):
        try:
            back, forth = await asyncio.open_connection("${host}", port)
            await asyncio.gather(copy(reader, forth), copy(back, writer))
        except OSError:
            writer.close()
    return serve


async def main():
    servers = [await asyncio.start_server(forwarded(port), "127.0.0.1", port) for port in ${JSON.stringify(ports)}]
    await asyncio.gather(*(server.serve_forever() for server in servers))


asyncio.run(main())
`;

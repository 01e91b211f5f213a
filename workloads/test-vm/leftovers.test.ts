import { expect, test } from "vitest";
import { Refusal } from "../../clients/openstack/refusal.ts";
import { removeEach } from "./leftovers.ts";

const server = { kind: "server", id: "1", name: "test-a" } as const;
const key = { kind: "key", id: "2", name: "test-b" } as const;
const call = { cloud: "testing", method: "DELETE", service: "compute", path: "/servers/1" };

test("a leftover that the cloud refuses to remove is told, and keeps no other", async () => {
  const refusal = new Refusal(call, 409, "it is locked");
  const gone: string[] = [];
  const refusals = await removeEach([server, key], async ({ id }) => {
    if (id === server.id) throw refusal;
    gone.push(id);
  });
  expect([refusals, gone]).toEqual([[refusal], [key.id]]);
});

test("a fault of the program's own is no refusal", async () => {
  await expect(removeEach([server, key], () => Promise.reject(new TypeError("a fault")))).rejects.toThrow(TypeError);
});

test("a run that is cancelled goes on with no other", async () => {
  const asked: string[] = [];
  const cancelled = removeEach(
    [server, key],
    async ({ id }) => {
      asked.push(id);
      throw new Refusal(call, null, "aborted");
    },
    { signal: AbortSignal.abort() },
  );
  await expect(cancelled).rejects.toThrow("aborted");
  expect(asked).toEqual([server.id]);
});

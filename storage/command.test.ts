import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { runCommand } from "./command.ts";

it("throws the reason of the signal that stops a tool, even where a program that it started lives on", async () => {
  const reason = new Error("the run was stopped");
  const stopping = new AbortController();
  setTimeout(() => stopping.abort(reason), 100);
  const told = runCommand("bash", ["-c", "sleep 5; true"], {
    signal: stopping.signal,
    take: async (output) => {
      await text(output);
    },
  });
  await expect(told).rejects.toBe(reason);
}, 4_000);

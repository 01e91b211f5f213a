import { expect, it, onTestFinished } from "vitest";
import { runCommand } from "./command.ts";

it("throws the reason of the signal that stops a tool, even where a program that it started lives on", async () => {
  const reason = new Error("the run was stopped");
  const stopping = new AbortController();
  let child = 0;
  onTestFinished(() => void process.kill(child));
  const told = runCommand("bash", ["-c", "sleep 1000 & echo $!; wait"], {
    signal: stopping.signal,
    take: async (output) => {
      for await (const text of output) {
        child = Number(text);
        stopping.abort(reason);
      }
    },
  });
  await expect(told).rejects.toBe(reason);
  expect(process.kill(child, 0)).toBe(true);
});

import { expect } from "vitest";
import type { Said } from "./command.ts";

/** Checks a command's exit code, and shows the output if it is another one. */
export function expectExit({ exitCode, stdout, stderr }: Said, expected: 0 | 1 | 2 | 3): void {
  expect(exitCode, `${stdout}\n${stderr}`).toBe(expected);
}

/** All that a person saw, without colours. */
export const textOf = ({ stdout, stderr }: Said): string => `${stdout}\n${stderr}`;

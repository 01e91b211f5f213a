import { globSync } from "node:fs";
import path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { beforeAll, expect, test, vi } from "vitest";
import { programs } from "./programs.ts";
import { registrationsOf } from "./recorder.ts";

const project = path.join(import.meta.dirname, "../..");
const folders = ["components", "stacks/accounts/*"];

/** The names of all components' classes. */
async function componentClasses(): Promise<string[]> {
  const files = folders.flatMap((folder) =>
    globSync(`${folder}/*.ts`, { cwd: project, exclude: ["**/*.test.ts", "**/node_modules"] }),
  );
  const modules = await Promise.all(files.map((file): Promise<object> => import(path.join(project, file))));
  return modules
    .flatMap((module): unknown[] => Object.values(module))
    .filter((each) => typeof each === "function" && each.prototype instanceof pulumi.ComponentResource)
    .map((each) => (each as { name: string }).name);
}

/** By class: the outputs that it has as properties, and those that it registers. Where it registers none, the SDK does, with none. */
const seen = new Map<string, { has: string[]; registers: string[] | undefined }>();

const outputsOf = (component: object): string[] =>
  Object.entries(component)
    .filter(([key, value]) => key !== "urn" && pulumi.Output.isInstance(value))
    .map(([key]) => key);

beforeAll(async () => {
  const spy = vi.spyOn(pulumi.ComponentResource.prototype, "registerOutputs").mockImplementation(function (
    this: pulumi.ComponentResource,
    outputs,
  ) {
    const name = this.constructor.name;
    if (!seen.has(name)) seen.set(name, { has: outputsOf(this), registers: outputs && Object.keys(outputs) });
  });
  for (const [stack, program] of Object.entries(programs)) await registrationsOf(stack, program);
  spy.mockRestore();
});

test("every component is in the program of some stack", async () => {
  expect([...seen.keys()].toSorted()).toEqual((await componentClasses()).toSorted());
});

test("each component registers the outputs that it has", () => {
  for (const [name, { has, registers }] of seen) expect({ name, registers }).toEqual({ name, registers: has });
});

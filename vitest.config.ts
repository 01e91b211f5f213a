import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { LongFirst } from "./tools/test/long-first.ts";

/** A time limit is for hangs: ten times and more what the slowest test takes on a quiet machine of two cores. */
export default defineConfig({
  test: {
    // tests of the engine wait for its programs, and others for the disk: with a worker for each processor some are idle
    maxWorkers: availableParallelism() + 2,
    sequence: { sequencer: LongFirst },
    projects: [
      {
        test: {
          name: "unit",
          // a worker loads each module once: half of this ring's time was loading them again for each file
          isolate: false,
          setupFiles: "test/own-environment.ts",
          testTimeout: 300_000,
          hookTimeout: 300_000,
          include: [
            "{images,schemas,storage,provider-sdk,clients,targets,workloads,policy,stacks,components,provider,tools}/**/*.test.ts",
            "test/{bare,bench,days,histories,registrations,samples,targets}/**/*.test.ts",
          ],
        },
      },
      {
        test: {
          name: "engine",
          globalSetup: "test/engine/ring.ts",
          include: ["test/{engine,program}/**/*.test.ts"],
          testTimeout: 3_600_000,
          hookTimeout: 3_600_000,
        },
      },
      {
        test: {
          name: "clouds",
          globalSetup: "test/clouds/ring.ts",
          include: ["test/clouds/**/*.test.ts"],
          // they share the servers
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          name: "site",
          globalSetup: "test/site/ring.ts",
          include: ["test/{site,readers}/**/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: "openstack",
          globalSetup: "test/openstack/ring.ts",
          include: ["test/openstack/**/*.test.ts"],
          // they share one compute host of two cores, on which servers really boot
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          name: "long-openstack",
          globalSetup: "test/openstack/ring.ts",
          include: ["test/long-openstack/**/*.test.ts"],
          fileParallelism: false,
          testTimeout: 3_600_000,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          name: "long",
          globalSetup: "test/engine/ring.ts",
          include: ["test/long/**/*.test.ts"],
          testTimeout: 3_600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});

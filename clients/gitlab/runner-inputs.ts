import { z } from "zod";

/** The contract between resources.ts, which registers, and provider/ for resources at GitLab. */

export const gitlabTypes = { runner: "debian:gitlab:Runner" } as const;

/** Whose jobs a runner takes: those of a group's projects, or of one project. Ids, as GitLab shows them. */
export const ownerSchema = z.union([
  z.strictObject({ group: z.number().int().positive().describe("A group's id: jobs of its projects.") }),
  z.strictObject({ project: z.number().int().positive().describe("A project's id: its jobs.") }),
]);

/**
 * A runner at GitLab, whose token one server has. Made: the server is up, has the token and GitLab has heard of it.
 * Its deletion drains: no new jobs, those that run end, then GitLab forgets it. The token is in no input and no output.
 */
export const gitlabRunnerInputs = z.object({
  /** `https://salsa.debian.org`, without a slash at its end. */
  gitlab: z.string(),
  owner: ownerSchema,
  name: z.string(),
  /** What jobs ask for. */
  tags: z.array(z.string()),
  /** Takes jobs that ask for nothing too. */
  untagged: z.boolean(),
  /** As in clouds.yaml. */
  cloud: z.string().min(1),
  /** Nova's id. */
  server: z.string(),
  /** Minutes that the server may take until GitLab has heard of it. */
  setUp: z.number().int().positive(),
  /** Minutes that its jobs may take to end. */
  drain: z.number().int().positive(),
});

export const gitlabRunnerOutputs = gitlabRunnerInputs.extend({
  /** GitLab's id. */
  runner: z.number().int(),
});

export type Owner = z.output<typeof ownerSchema>;
export type GitlabRunnerInputs = z.output<typeof gitlabRunnerInputs>;
export type GitlabRunnerOutputs = z.output<typeof gitlabRunnerOutputs>;

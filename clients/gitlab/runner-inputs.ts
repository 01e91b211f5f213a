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
  gitlab: z.string().describe("`https://salsa.debian.org`, without a slash at its end."),
  owner: ownerSchema,
  name: z.string(),
  tags: z.array(z.string()).describe("What jobs ask for."),
  untagged: z.boolean().describe("Takes jobs that ask for nothing too."),
  cloud: z.string().min(1).describe("As in clouds.yaml."),
  server: z.string().describe("Nova's id."),
  setUp: z.number().int().positive().describe("Minutes that the server may take until GitLab has heard of it."),
  drain: z.number().int().positive().describe("Minutes that its jobs may take to end."),
});

export const gitlabRunnerOutputs = gitlabRunnerInputs.extend({
  runner: z.number().int().describe("GitLab's id."),
});

export type Owner = z.output<typeof ownerSchema>;
export type GitlabRunnerInputs = z.output<typeof gitlabRunnerInputs>;
export type GitlabRunnerOutputs = z.output<typeof gitlabRunnerOutputs>;

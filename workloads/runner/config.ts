import { z } from "zod";
import { ownerSchema } from "../../clients/gitlab/runner-inputs.ts";
import { httpUrl, orNull } from "../../images/config/values.ts";
import { buildPackages, runnerArches } from "./model/definition.ts";

/** A package's name, as Debian's policy has it. */
const packageName = z.string().regex(/^[a-z0-9][a-z0-9+.-]+$/, "names of Debian packages");

const word = z.string().regex(/^[\w.+~:-]+$/, "one word");

/** The machine that a job has for itself. */
const jobsSchema = z.strictObject({
  suite: word.default("trixie").describe("The suite of Debian."),
  mirror: httpUrl.prefault("https://ftp.debian.org/debian").describe("The archive that it is made from."),
  cpus: z.number().int().positive().default(2).describe("Processors."),
  memory: z.number().int().min(512).default(4096).describe("MiB."),
  disk: z.number().int().min(4).default(30).describe("GiB."),
});

const runnerSchema = z.strictObject({
  cloud: z.string().min(1).describe("As in clouds.yaml."),
  flavor: z.string().min(1).describe("The server's flavor, by name."),
  image: z
    .string()
    .min(1)
    .describe("The image's name in Glance. The newest of the name is used; a newer one makes another server."),
  network: z.string().min(1).describe("The network's name in Neutron."),
  arch: z.enum(runnerArches).default("amd64").describe("The server's architecture."),
  version: z
    .string()
    .regex(/^\d[\w.+~-]*$/, 'a version of the package gitlab-runner, as "18.5.0-1"')
    .describe("The version of the package gitlab-runner, as 18.5.0-1."),
  concurrency: z.number().int().positive().default(1).describe("Jobs at a time."),
  tags: z.array(z.string().min(1)).default([]).describe("The tags that jobs ask for."),
  untagged: z.boolean().default(false).describe("Whether it takes jobs without tags."),
  cache: orNull(z.strictObject({ size: z.number().int().positive().describe("GiB.") })).describe(
    "A volume for the cache; null: the cache is on the server's disk.",
  ),
  cacheLimit: z.number().int().positive().default(20).describe("GiB that the cache may take."),
  packages: z
    .array(packageName)
    .default([...buildPackages])
    .describe("Debian packages that jobs need."),
  jobs: jobsSchema.prefault({}).describe("The machine that a job has for itself."),
  setUp: z.number().int().positive().default(30).describe("Minutes until GitLab must have heard of a new runner."),
  drain: z
    .number()
    .int()
    .positive()
    .default(240)
    .describe("Minutes that the jobs of a replaced runner may take to end."),
  metadata: httpUrl
    .prefault("http://169.254.169.254")
    .describe("The metadata service that the server reads its sealed token from."),
});

/** A runner's name is a part of names in the cloud and at GitLab. */
const runnerName = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'names of runners, as "casulana-amd64"');

/** The keys of the stack `runners`. */
export const runnersSchema = z
  .strictObject({
    role: z.literal("runners").describe("Runs the servers that build images."),
    gitlab: z
      .strictObject({
        url: httpUrl.describe("The GitLab that the runners belong to."),
        owner: ownerSchema.describe("The group or project, by id, whose jobs they take."),
      })
      .describe("Whose jobs they take."),
    gitlabToken: z
      .strictObject(
        { secure: z.string().describe("The encrypted value.") },
        "a Pulumi secret (pulumi config set --secret)",
      )
      .optional()
      .describe(
        "A token with the scopes create_runner and manage_runner, as a Pulumi secret: pulumi config set --secret. The variable " +
          "CLOUD_IMAGES_GITLAB_TOKEN can hold it instead.",
      ),
    archive: z
      .strictObject({
        url: httpUrl.describe("The archive's address."),
        suite: word.describe("Its suite."),
        key: z.string().min(1).describe("The file of the public key that signs it, armored."),
        fingerprint: z
          .string()
          .transform((text) => text.replaceAll(" ", "").toUpperCase())
          .pipe(z.string().regex(/^[0-9A-F]{40}$/, "40 hexadecimal digits"))
          .describe("The key's fingerprint, as in GitLab's documentation: 40 hexadecimal digits."),
      })
      .describe("Where the package gitlab-runner comes from."),
    runners: z.record(runnerName, runnerSchema).describe("The runners, by name."),
  })
  .check(({ value, issues }) => {
    for (const [name, { cache, cacheLimit }] of Object.entries(value.runners))
      if (cache !== null && cacheLimit > cache.size)
        issues.push({
          code: "custom",
          path: ["runners", name, "cacheLimit"],
          input: cacheLimit,
          message: `at most the ${cache.size} GiB of its volume`,
        });
  });

export type RunnersSettings = z.output<typeof runnersSchema>;
export type RunnerSettings = z.output<typeof runnerSchema>;

import { z } from "zod";
import { ownerSchema } from "../../clients/gitlab/runner-inputs.ts";
import { buildPackages, runnerArches } from "./model/definition.ts";

const https = z
  .url({ protocol: /^https?$/, error: "an http or https URL" })
  .transform((url) => url.replace(/\/+$/, ""));

/** A package's name, as Debian's policy has it. */
const packageName = z.string().regex(/^[a-z0-9][a-z0-9+.-]+$/, "names of Debian packages");

const word = z.string().regex(/^[\w.+~:-]+$/, "one word");

/** The machine that a job has for itself. */
const jobsSchema = z.strictObject({
  suite: word.default("trixie"),
  mirror: https.default("https://ftp.debian.org/debian"),
  cpus: z.number().int().positive().default(2),
  /** MiB. */
  memory: z.number().int().min(512).default(4096),
  /** GiB. */
  disk: z.number().int().min(4).default(30),
});

const runnerSchema = z.strictObject({
  /** As in clouds.yaml. */
  cloud: z.string().min(1),
  flavor: z.string().min(1),
  /** The newest of this name in Glance; a newer one makes another server. */
  image: z.string().min(1),
  /** Its name in Neutron. */
  network: z.string().min(1),
  arch: z.enum(runnerArches).default("amd64"),
  /** Of GitLab's package gitlab-runner, whole: `18.5.0-1`. */
  version: z.string().regex(/^\d[\w.+~-]*$/, 'a version of the package gitlab-runner, as "18.5.0-1"'),
  /** Jobs at a time. */
  concurrency: z.number().int().positive().default(1),
  /** What jobs ask for. */
  tags: z.array(z.string().min(1)).default([]),
  untagged: z.boolean().default(false),
  /** A volume of its own for the cache, in GiB; null: it lies on the server's disk. */
  cache: z.strictObject({ size: z.number().int().positive() }).nullable().default(null),
  /** GiB that the cache may take. */
  cacheLimit: z.number().int().positive().default(20),
  packages: z.array(packageName).default([...buildPackages]),
  jobs: jobsSchema.prefault({}),
  /** Minutes until GitLab must have heard of a new runner. */
  setUp: z.number().int().positive().default(30),
  /** Minutes that the jobs of a replaced runner may take to end. */
  drain: z.number().int().positive().default(240),
  /** The metadata service, which a server reads the sealed token from. */
  metadata: https.default("http://169.254.169.254"),
});

/** A runner's name is a part of names in the cloud and at GitLab. */
const runnerName = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'names of runners, as "casulana-amd64"');

/** The keys of the stack `runners`. */
export const runnersSchema = z
  .strictObject({
    role: z.literal("runners"),
    gitlab: z.strictObject({ url: https, owner: ownerSchema }),
    /**
     * What may make and manage runners there (scopes create_runner, manage_runner): a Pulumi secret, which is taken out of
     * the configuration before it is read; or the variable CLOUD_IMAGES_GITLAB_TOKEN.
     */
    gitlabToken: z.strictObject({ secure: z.string() }, "a Pulumi secret (pulumi config set --secret)").optional(),
    /** Where the package gitlab-runner comes from. */
    archive: z.strictObject({
      url: https,
      suite: word,
      /** The file of the public key that signs it, armored. */
      key: z.string().min(1),
      /** 40 hexadecimal digits: of that key, as GitLab's documentation tells it. */
      fingerprint: z
        .string()
        .transform((text) => text.replaceAll(" ", "").toUpperCase())
        .pipe(z.string().regex(/^[0-9A-F]{40}$/, "40 hexadecimal digits")),
    }),
    runners: z.record(runnerName, runnerSchema),
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

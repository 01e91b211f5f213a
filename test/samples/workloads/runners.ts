import { buildPackages, type RunnerDefinition } from "../../../workloads/runner/model/definition.ts";

/** A runner for tests, with the defaults of the configuration. */
export const runnerDefinition = (more: Partial<RunnerDefinition> = {}): RunnerDefinition => ({
  version: "18.5.0-1",
  arch: "amd64",
  gitlab: "https://salsa.debian.org",
  archive: {
    url: "https://packages.gitlab.com/runner/gitlab-runner/debian",
    suite: "trixie",
    key: "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nxjMEZ\n-----END PGP PUBLIC KEY BLOCK-----",
  },
  packages: buildPackages,
  concurrency: 2,
  cacheLimit: 20,
  cache: null,
  jobs: { suite: "trixie", mirror: "https://ftp.debian.org/debian", cpus: 2, memory: 4096, disk: 30 },
  metadata: "http://169.254.169.254",
  ...more,
});

/** Paths on a runner's server, for its scripts, units and settings. */
export const paths = {
  /** Scripts. */
  scripts: "/usr/local/lib/casulana",
  /** The scripts' settings. */
  settings: "/etc/casulana/runner.json",
  /** GitLab Runner's settings, all but the token. */
  template: "/etc/casulana/config.toml",
  /** GitLab Runner's own settings, written once the token is there; 0600. */
  runnerConfig: "/etc/gitlab-runner/config.toml",
  cache: "/var/cache/casulana",
  /** The base of every job's disk, which is an overlay over it. */
  base: "/var/lib/casulana/base",
  /** The disks of jobs that run. */
  jobs: "/var/lib/casulana/jobs",
  /** In memory: keys, which must not outlive a boot. */
  run: "/run/casulana",
  archiveKey: "/etc/apt/keyrings/gitlab-runner.asc",
} as const;

/** The user who runs the jobs' machines. */
export const jobUser = "casulana-jobs";

/** The port of apt-cacher-ng, its package's default; a job's machine reaches it at its gateway. */
export const aptCachePort = 3142;

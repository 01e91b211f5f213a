import { ownToken } from "./gcp-stand-in.ts";

/** The environment of a program that asks the stand-in at an address. */
export const environmentOf = (url: string): NodeJS.ProcessEnv => ({
  GOOGLE_COMPUTE_CUSTOM_ENDPOINT: `${url}/compute/v1/`,
  GOOGLE_STORAGE_CUSTOM_ENDPOINT: `${url}/storage/v1/`,
  GOOGLE_ORG_POLICY_CUSTOM_ENDPOINT: `${url}/v2/`,
  GOOGLE_OAUTH_ACCESS_TOKEN: ownToken,
});

/** Limits of a client in tests, in milliseconds: short enough for a test of a fault, long enough for a busy machine. */
export const testLimits = {
  answer: 20_000,
  wait: 20_000,
  piece: 20_000,
  tries: 3,
  pause: 5,
  look: 5,
  done: 60_000,
  seen: 20_000,
};

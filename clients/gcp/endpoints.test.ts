import { describe, expect, it } from "vitest";
import { endpointsIn } from "./endpoints.ts";

const compute = "GOOGLE_COMPUTE_CUSTOM_ENDPOINT";

describe("the servers that are asked", () => {
  it("are Google's own", () => {
    expect(endpointsIn({})).toEqual({
      compute: "https://compute.googleapis.com",
      storage: "https://storage.googleapis.com",
      orgpolicy: "https://orgpolicy.googleapis.com",
    });
  });

  it.each([
    ["http://127.0.0.1:8080/compute/v1/", "http://127.0.0.1:8080"],
    ["http://localhost:8080/compute/v1", "http://localhost:8080"],
    ["https://compute.europe-west1.rep.googleapis.com/compute/v1/", "https://compute.europe-west1.rep.googleapis.com"],
  ])("may be %s", (text, root) => {
    expect(endpointsIn({ [compute]: text }).compute).toBe(root);
  });

  it.each([
    ["another host", "https://compute.example.org/compute/v1/"],
    ["a host that only ends like Google's", "https://evilgoogleapis.com/compute/v1/"],
    ["a host that begins like this machine's", "http://127.0.0.1.example.org/compute/v1/"],
    ["Google's host without TLS", "http://compute.googleapis.com/compute/v1/"],
    ["another path", "http://127.0.0.1:8080/compute/beta/"],
    ["no URL", "localhost"],
  ])("are never %s, since a token would go there", (_is, text) => {
    expect(() => endpointsIn({ [compute]: text })).toThrow(/GOOGLE_COMPUTE_CUSTOM_ENDPOINT.*nothing was asked/);
  });
});

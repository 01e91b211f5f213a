import { describe, expect, it } from "vitest";
import { azureCloud, cloudVariable } from "./cloud.ts";

describe("Azure's address", () => {
  it("is the public cloud's, unless the environment names another of Azure's", () => {
    expect(azureCloud({})).toMatchObject({ manager: "https://management.azure.com", isLoopback: false });
    expect(azureCloud({}).blobs("debian")).toBe("https://debian.blob.core.windows.net");
    expect(azureCloud({ [cloudVariable]: "china" }).blobs("debian")).toBe("https://debian.blob.core.chinacloudapi.cn");
  });

  it.each(["http://127.0.0.1:8080", "http://localhost:8080/", "http://[::1]:8080"])(
    "may be a server of tests: %s",
    (url) => {
      expect(azureCloud({ [cloudVariable]: url })).toMatchObject({ isLoopback: true });
    },
  );

  it.each([
    "https://127.0.0.1:8080",
    "http://azure.example",
    "https://management.azure.com",
    "http://127.0.0.1.example",
    "usgov",
    "",
  ])("is nothing else, since tokens and bytes go there: %j", (url) => {
    expect(() => azureCloud({ [cloudVariable]: url })).toThrow(/expected public, china, or http:\/\/127.0.0.1:PORT/);
  });
});

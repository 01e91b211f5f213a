import { readFile } from "node:fs/promises";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { hasGpg, makeKey } from "../../test/samples/signing-keys.ts";
import { fingerprintsOf } from "./openpgp-keyring.ts";

test.skipIf(!hasGpg())("a keyring has the fingerprints that gpg gives its keys", async () => {
  const [one, other] = [await makeKey("one"), await makeKey("other")];
  try {
    const [first, second] = [await readFile(one.keyring), await readFile(other.keyring)];
    expect(fingerprintsOf(Buffer.concat([first, second]))).toEqual([one.fingerprint, other.fingerprint]);
    // what is cut off has the keys before
    expect(fingerprintsOf(Buffer.concat([first, second.subarray(0, 9)]))).toEqual([one.fingerprint]);
  } finally {
    await one.end();
    await other.end();
  }
});

test("any bytes come to an end", () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => Array.isArray(fingerprintsOf(Buffer.from(bytes)))));
});

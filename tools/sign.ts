import { channels } from "../images/model/definitions/channels.ts";
import { isSuite, suites } from "../images/model/definitions/suites.ts";
import { KeyedLocks } from "../storage/concurrency.ts";
import { signReaders } from "../provider/mirror/index/signatures.ts";
import { checkPlaces } from "../storage/tree/places.ts";
import { readIndex } from "../storage/tree/records.ts";
import { backendUrl } from "./engine/state/backend.ts";
import { readSettings } from "./engine/stack-file.ts";
import { WrongUse } from "./setup/errors.ts";
import { exitCodes } from "./up/end/outcome.ts";
import { sign } from "./usage/publishing.mjs";
import { readArguments } from "./usage/read-arguments.ts";

/** `npm run sign -- --stack NAME`: signs what is not signed yet or due again. Needs no engine, and changes nothing else. */
export async function main(args: string[]): Promise<number> {
  const { stack } = readArguments(sign, args).values;
  if (stack === undefined) throw new WrongUse("expected --stack and the name of a stack");
  const { mirror, suite, channel } = readSettings({ stack, configFile: null, backend: backendUrl(stack, process.env) });
  if (mirror.sign === null) throw new WrongUse(`${stack}: expected cloud-images:mirror.sign in its file`);
  const operation = {
    places: await checkPlaces({ tree: mirror.root, staging: mirror.staging }),
    locks: new KeyedLocks(),
    signing: mirror.sign,
    warn: (text: string) => console.error(text),
  };
  let failures = 0;
  for (const name of Object.keys(suites)
    .filter(isSuite)
    .filter((each) => suite === null || each === suite)) {
    for (const each of channels.filter((one) => channel === null || one === channel)) {
      const index = await readIndex(operation.places, { suite: name, channel: each });
      if (index !== undefined) failures += (await signReaders(operation, index)).length;
    }
  }
  if (failures === 0) console.log("everything is signed");
  return failures === 0 ? exitCodes.done : exitCodes.failed;
}

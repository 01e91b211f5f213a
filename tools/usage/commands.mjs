import { adopt, audit, decide, diff, explain, report } from "./looking.mjs";
import { amphoraImage, annotate, rebuild, sample } from "./making.mjs";
import { bareTest, bench, check, longTest, servicesTest, test } from "./checking.mjs";
import { announce, comment, dev, marketplace, preview, pulumi, sign, sweep, up } from "./publishing.mjs";

/** The usage of every command; a command without one is an error at compile time (setup/commands.ts). */
export const usages = {
  dev,
  preview,
  up,
  pulumi,
  explain,
  decide,
  report,
  announce,
  comment,
  marketplace,
  diff,
  adopt,
  audit,
  sample,
  annotate,
  rebuild,
  "amphora-image": amphoraImage,
  sign,
  sweep,
  bench,
  check,
  test,
  "test:services": servicesTest,
  "test:bare": bareTest,
  "test:long": longTest,
};

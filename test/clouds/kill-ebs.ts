import { writeSnapshot } from "../../clients/aws/ebs/write-snapshot.ts";
import { Moto } from "../peers/moto/moto.ts";
import { diskOf, openEbs, writingOf } from "./ebs.ts";

/** A program that writes a snapshot, and that a test kills: node kill-ebs.ts URL FOLDER BLOCK… */
const [url = "", folder = "", ...blocks] = process.argv.slice(2);
const moto = new Moto(url);
await writeSnapshot(writingOf(moto, { ebs: await openEbs(moto), disk: diskOf(64, blocks.map(Number)), folder }));

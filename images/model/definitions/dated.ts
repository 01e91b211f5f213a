import { z } from "zod";
import { parseValue } from "../schema-problems.ts";

/** Data that ages, in a file beside its module: where it is from, and the day it was read there. */
export const dated = <Rows extends z.ZodRawShape>(rows: Rows) =>
  z.strictObject({ source: z.string().min(1), date: z.iso.date(), ...rows });

/** Reads a data file of the project; throws a UserError that names each wrong place in it. */
export const readDated = <Schema extends z.ZodType>(schema: Schema, data: unknown, file: string): z.output<Schema> =>
  parseValue(schema, data, { where: file, remedy: "correct the file" });

/** A row for each key that the file has: its keys are the type, so a row that is added or removed is noticed by the compiler. */
export const rowsOf = <Key extends string, Row extends z.ZodType>(data: Readonly<Record<Key, unknown>>, row: Row) =>
  z.record(z.enum(Object.keys(data) as Key[]), row);

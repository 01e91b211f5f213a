import { z } from "zod";
import { parseValue } from "../schema-problems.ts";

/** The schema of a data file: its rows, their source, and the day they were read there. */
export const dated = <Rows extends z.ZodRawShape>(rows: Rows) =>
  z.strictObject({ source: z.string().min(1), date: z.iso.date(), ...rows });

/** Reads a data file of the project; throws a UserError that names each wrong place in it. */
export const readDated = <Schema extends z.ZodType>(schema: Schema, data: unknown, file: string): z.output<Schema> =>
  parseValue(schema, data, { where: file, remedy: "correct the file" });

/** A row for each key of the file. The keys are a type, so the compiler notices an added or removed row. */
export const rowsOf = <Key extends string, Row extends z.ZodType>(data: Readonly<Record<Key, unknown>>, row: Row) =>
  z.record(z.enum(Object.keys(data) as Key[]), row);

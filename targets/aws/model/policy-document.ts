import { z } from "zod";
import { jsonOrUndefined } from "../../../images/model/text/json.ts";

/** Policy documents as far as they are judged: one with another key, as NotAction or NotPrincipal, is none. */

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());

const statementSchema = z.strictObject({
  Effect: z.enum(["Allow", "Deny"]),
  Principal: z.union([z.literal("*"), z.record(z.string(), oneOrMore)]).optional(),
  Action: oneOrMore,
  Resource: oneOrMore.optional(),
  Condition: z.record(z.string(), z.record(z.string(), oneOrMore)).optional(),
});
export type Statement = z.output<typeof statementSchema>;

const documentSchema = z.strictObject({ Version: z.literal("2012-10-17"), Statement: z.array(statementSchema) });

/** The statements that allow something; undefined where the text is no policy document that can be judged. */
export const allowedIn = (text: unknown): readonly Statement[] | undefined =>
  typeof text === "string"
    ? documentSchema.safeParse(jsonOrUndefined(text)).data?.Statement.filter(({ Effect }) => Effect === "Allow")
    : undefined;

import { z } from "zod";
import type { Problem } from "../model/errors.ts";
import { printable } from "../model/text/printable.ts";
import { recordsApi, sha256Schema } from "./record.ts";

/**
 * The publisher of a channel in the tree. Two stacks that both publish it would move each other's pointers and delete each
 * other's images. The file is in the channel's folder, because that is what they share.
 */
export const ownerSchema = z.object({
  apiVersion: z.literal(recordsApi),
  kind: z.literal("Owner"),
  stack: z.string(),
  /** sha256 of the URL of the stack's state; the URL itself stays private. */
  state: sha256Schema,
});

export type Owner = z.output<typeof ownerSchema>;

/** Why a stack is not the owner; undefined if it is. `file` is the path of the owner file. */
export function otherOwner(owner: Owner, stack: Owner, file: string): Problem | undefined {
  if (owner.stack === stack.stack && owner.state === stack.state) return undefined;
  const same = owner.stack === stack.stack;
  return {
    where: file,
    value: `stack ${printable(owner.stack)}${same ? ", with its state elsewhere" : ""}`,
    expected: `stack ${stack.stack}${same ? " with the state that it has here" : ""}: a channel of a tree has one publisher`,
    remedy: same
      ? "run it where its state is; where the state was moved here, or that one is given up, remove the file and run again"
      : "give this stack a tree of its own (mirror.root), or run the other one; where that one is given up, remove the file and run again",
  };
}

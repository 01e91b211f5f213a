import { pause, type Session } from "../../../clients/gcp/session.ts";
import { gcpError } from "./projects.ts";

/** Waits until Google's answers agree, which may take some minutes. */
export async function seen(
  session: Session,
  signal: AbortSignal,
  stands: () => Promise<boolean>,
  { what, expected }: { what: string; expected: string },
): Promise<void> {
  const end = Date.now() + session.limits.seen;
  while (!(await stands())) {
    if (Date.now() > end)
      throw gcpError(session, what, {
        value: `otherwise, ${session.limits.seen / 1000} s after Google accepted it`,
        expected,
        remedy: "see whether somebody else changes it, and run again",
      });
    await pause(session.limits.look, signal);
  }
}

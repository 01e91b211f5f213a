import type { Signable, Signed, Signing } from "../../images/readers/signatures.ts";
import { NotSigned } from "./sign.ts";
import { notSigned, signatureFor, type SignedAhead } from "./signatures.ts";

/** Signs lists before they are written, so that each appears with its signature, and remembers what it signed. */
export class AheadSigner implements SignedAhead {
  readonly signed: Signed[] = [];
  readonly failures: string[] = [];
  readonly #by: { signing: Signing; now: Date } | undefined;

  /** @param by undefined where nothing is signed ahead */
  constructor(by?: { signing: Signing; now: Date }) {
    this.#by = by;
  }

  /** Undefined without a signature; then the list is written without. After a failure the command is not run again. */
  async sign(file: Signable, text: string): Promise<string | undefined> {
    if (this.#by === undefined || this.failures.length > 0) return undefined;
    try {
      const { signature, signed } = await signatureFor(file, text, this.#by);
      this.signed.push(signed);
      return signature;
    } catch (error) {
      if (!(error instanceof NotSigned)) throw error;
      this.failures.push(notSigned(file, error));
      return undefined;
    }
  }
}

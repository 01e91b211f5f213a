/** A refusal of AWS. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  readonly reason: string | undefined;

  constructor(code: string, message: string, status = 400, reason?: string) {
    super(message);
    this.code = code;
    this.status = status;
    this.reason = reason;
  }
}

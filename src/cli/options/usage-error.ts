/** An invalid command line, in words for its user. */
export class UsageError extends Error {
  /** The command that was given, if one was. */
  readonly of: string | undefined;

  constructor(message: string, of?: string) {
    super(message);
    this.of = of;
  }
}

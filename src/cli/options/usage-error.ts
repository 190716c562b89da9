import type { CommandName } from "../commands.js";

/** A command line that means nothing, in words for its user. */
export class UsageError extends Error {
  readonly of: CommandName | undefined;

  constructor(message: string, of?: CommandName) {
    super(message);
    this.of = of;
  }
}

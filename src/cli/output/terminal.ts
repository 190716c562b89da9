import { fstatSync } from "node:fs";

const WIDTH_ELSEWHERE = 100;
const NARROWEST = 40;

/** The columns of the terminal; elsewhere what `COLUMNS` says, or else 100. */
export function terminalWidth(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv): number {
  const columns = stream.isTTY ? stream.columns : Number(environment.COLUMNS);
  return Math.max(NARROWEST, Number.isInteger(columns) && columns > 0 ? columns : WIDTH_ELSEWHERE);
}

/**
 * Whether to use colour: the user's option, else `NO_COLOR` (no-color.org), else `FORCE_COLOR`, else on a
 * terminal.
 */
export function usesColour(asked: boolean | undefined, stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv): boolean {
  if (asked !== undefined) return asked;
  if (environment.NO_COLOR) return false;
  if (environment.FORCE_COLOR !== undefined) return environment.FORCE_COLOR !== "0" && environment.FORCE_COLOR !== "false";
  return stream.isTTY === true && environment.TERM !== "dumb";
}

/**
 * Whether progress on standard error can be seen and disturbs nobody: not beside output on the terminal, and
 * not in a pager.
 */
export function showsProgress(mayBePaged: boolean): boolean {
  if (!process.stderr.isTTY || process.stdout.isTTY) return false;
  return !mayBePaged || fstatSync(process.stdout.fd).isFile();
}

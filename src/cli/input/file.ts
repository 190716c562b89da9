import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { UnreadableFile } from "./unreadable-file.js";

/** The file name that means standard input. */
export const STANDARD_INPUT = "-";

/** A file as errors and progress name it. */
export function fileNamed(name: string): string {
  return name === STANDARD_INPUT ? "standard input" : name;
}

/** The bytes of a file, or of standard input. */
export async function* bytesOf(name: string): AsyncGenerator<Uint8Array> {
  try {
    yield* name === STANDARD_INPUT ? process.stdin : createReadStream(name, { highWaterMark: 1 << 18 });
  } catch (error) {
    throw new UnreadableFile(reasonOf(error));
  }
}

/** The size of a regular file in bytes; `undefined` where it is not known. */
export async function sizeOf(name: string): Promise<number | undefined> {
  if (name === STANDARD_INPUT) return undefined;
  const stats = await stat(name).catch(() => undefined);
  return stats?.isFile() ? stats.size : undefined;
}

const REASONS: ReadonlyMap<unknown, string> = new Map([
  ["ENOENT", "can't be read: there is no such file"],
  ["EACCES", "can't be read: permission denied"],
]);

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return REASONS.get(code) ?? `can't be read: ${error instanceof Error ? error.message : String(error)}`;
}

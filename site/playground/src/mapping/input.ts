import { exportsInBytes } from "../../../../src/cli/input/exports-in-bytes.ts";

/** What a person gave: a file, or what was pasted. */
export interface InputFile {
  readonly name: string;
  readonly content: Blob;
}

/** One place where input can't be read, as `file:line:column: message`. */
export type Problem = string;

export interface ReadInput {
  /** The `ResourceSpans` of each export: what is in one export is mapped together. */
  readonly exports: readonly (readonly unknown[])[];
  readonly problems: readonly Problem[];
}

/** Reads files of any form that the command line reads. */
export async function readInput(files: readonly InputFile[]): Promise<ReadInput> {
  const exports: (readonly unknown[])[] = [];
  const problems: Problem[] = [];
  for (const { name, content } of files) {
    const report = ({ line, column, message }: { readonly line?: unknown; readonly column?: unknown; readonly message: string }) =>
      problems.push(`${[name, line, column].filter((part) => part !== undefined).join(":")} ${message}`);
    if (content.size === 0) report({ message: "is empty" });
    for await (const found of exportsInBytes(bytesOf(content), report)) exports.push(found.resourceSpans);
  }
  return { exports, problems };
}

async function* bytesOf(content: Blob): AsyncGenerator<Uint8Array> {
  const reader = content.stream().getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}

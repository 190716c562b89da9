import type { TraceExport } from "../../../../src/cli/input/export-shape.ts";
import { exportsInBytes, type Report } from "../../../../src/cli/input/exports-in-bytes.ts";

/** What a person gave: a file, or what was pasted. */
export interface InputFile {
  readonly name: string;
  readonly content: Blob;
}

export interface ReadInput {
  /** What is in one export is mapped together. */
  readonly exports: readonly TraceExport[];
  /** The places where the input can't be read, each as `file:line:column: message`. */
  readonly problems: readonly string[];
}

/** How many problems of a file are shown. */
const MOST_PROBLEMS = 20;

/** Reads files of any form that the command line reads. */
export async function readInput(files: readonly InputFile[]): Promise<ReadInput> {
  const exports: TraceExport[] = [];
  const problems: string[] = [];
  for (const { name, content } of files) {
    let count = 0;
    const report: Report = ({ line, column, message }) => {
      const place = [name, line, column].filter((part) => part !== undefined).join(":");
      if (++count <= MOST_PROBLEMS) problems.push(`${place}: ${message}`);
    };
    if (content.size === 0) report({ message: "is empty" });
    for await (const found of exportsInBytes(bytesOf(content), report)) exports.push(found);
    if (count > MOST_PROBLEMS) problems.push(`${name}: ${count - MOST_PROBLEMS} more like these`);
  }
  return { exports, problems };
}

async function* bytesOf(content: Blob): AsyncGenerator<Uint8Array> {
  const reader = content.stream().getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}

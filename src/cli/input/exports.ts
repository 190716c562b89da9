import type { Problems } from "../output/problems.js";
import type { Progress } from "../output/progress.js";
import { DocumentReader, type Found } from "./document-reader.js";
import { exportIn, type TraceExport } from "./export-shape.js";
import { bytesOf, fileNamed, sizeOf } from "./file.js";
import { linesOf, UnreadableFile } from "./lines.js";

/** An export that was found in the input. */
export interface FoundExport extends TraceExport {
  readonly file: string;
  readonly line: number;
  /** What to write its lines indented by; `undefined` for one line. */
  readonly indent: string | undefined;
  /** In UTF-16 units. */
  readonly size: number;
}

/** The exports in the files, one after the other; what can't be read is reported, and the rest goes on. */
export async function* exportsIn(files: readonly string[], problems: Problems, progress: Progress): AsyncGenerator<FoundExport> {
  for (const file of files) {
    const name = fileNamed(file);
    try {
      progress.begin(name, await sizeOf(file));
      yield* exportsInFile(file, problems, progress);
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      problems.report({ file: name, message: error.message });
    }
    problems.endOfFile(name);
  }
}

async function* exportsInFile(file: string, problems: Problems, progress: Progress): AsyncGenerator<FoundExport> {
  const reader = new DocumentReader();
  for await (const lines of linesOf(progress.counted(bytesOf(file)))) {
    for (const line of lines) yield* exportsAmong(reader.push(line), file, problems);
  }
  yield* exportsAmong(reader.end(), file, problems);
}

function* exportsAmong(found: Iterable<Found>, file: string, problems: Problems): Generator<FoundExport> {
  for (const one of found) {
    if ("fault" in one) {
      problems.report({ file: fileNamed(file), ...one.fault });
      continue;
    }
    const { value, line, indent, size } = one.document;
    const traces = exportIn(value);
    if (typeof traces === "string") problems.report({ file: fileNamed(file), line, message: traces });
    else yield { ...traces, file, line, indent, size };
  }
}

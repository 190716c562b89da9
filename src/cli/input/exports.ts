import { listOf } from "../otlp/guards.js";
import type { Problems } from "../output/problems.js";
import type { Progress } from "../output/progress.js";
import { documentsIn } from "./content.js";
import { exportIn, isOldExport, OLD_EXPORT, type TraceExport } from "./export-shape.js";
import { bytesOf, fileNamed, sizeOf } from "./file.js";
import type { Found } from "./input-document.js";
import { MOST_SPANS, TOO_MANY_SPANS } from "./limits.js";
import { filesNamed } from "./paths.js";
import { UnreadableFile } from "./unreadable-file.js";

/** An export that was found in the input. */
export interface FoundExport extends TraceExport {
  readonly file: string;
  /** `undefined` where the input is not text. */
  readonly line: number | undefined;
  /** What to write its lines indented by; `undefined` for one line. */
  readonly indent: string | undefined;
  /** In UTF-16 units, or bytes of protobuf. */
  readonly size: number;
}

/** The exports in the files, one after the other; what can't be read is reported, and the rest goes on. */
export async function* exportsIn(names: readonly string[], problems: Problems, progress: Progress): AsyncGenerator<FoundExport> {
  for (const name of names) {
    try {
      for (const file of await filesNamed(name)) yield* exportsInFile(file, problems, progress);
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      problems.report({ file: fileNamed(name), message: error.message });
    }
    problems.endOfName(fileNamed(name));
  }
}

async function* exportsInFile(file: string, problems: Problems, progress: Progress): AsyncGenerator<FoundExport> {
  const name = fileNamed(file);
  progress.begin(name, await sizeOf(file));
  let isOld = false;
  try {
    for await (const found of documentsIn(progress.counted(bytesOf(file)))) {
      const traces = exportAmong(found, file, problems);
      if (traces === undefined) continue;
      if (!isOld && isOldExport(traces)) problems.report({ file: name, line: traces.line, message: OLD_EXPORT });
      isOld ||= isOldExport(traces);
      yield traces;
    }
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    problems.report({ file: name, message: error.message });
  }
}

function exportAmong(found: Found, file: string, problems: Problems): FoundExport | undefined {
  if ("fault" in found) {
    problems.report({ file: fileNamed(file), ...found.fault });
    return undefined;
  }
  const { value, line, indent, size } = found.document;
  const traces = exportIn(value);
  if (typeof traces !== "string" && spansIn(traces) <= MOST_SPANS) return { ...traces, file, line, indent, size };
  problems.report({ file: fileNamed(file), line, message: typeof traces === "string" ? traces : TOO_MANY_SPANS });
  return undefined;
}

/** What is mapped one by one: resources and scopes count, too, for they may be empty. */
function spansIn({ resourceSpans }: TraceExport): number {
  let count = resourceSpans.length;
  for (const one of resourceSpans) {
    const scopes = listOf(one, "scopeSpans");
    count += scopes.length;
    for (const scope of scopes) count += listOf(scope, "spans").length;
  }
  return count;
}

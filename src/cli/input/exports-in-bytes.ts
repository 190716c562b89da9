import { listOf } from "../otlp/guards.js";
import type { Problem } from "../output/problems.js";
import { documentsIn } from "./content.js";
import { exportIn, isOldExport, OLD_EXPORT, type TraceExport } from "./export-shape.js";
import type { Found } from "./input-document.js";
import { MOST_SPANS, TOO_MANY_SPANS } from "./limits.js";
import { UnreadableFile } from "./unreadable-file.js";

/** An export that was found in the input. */
export interface FoundExport extends TraceExport {
  /** `undefined` where the input is not text. */
  readonly line: number | undefined;
  /** The indentation to write it with; `undefined` for one line. */
  readonly indent: string | undefined;
  /** In UTF-16 units, or bytes of protobuf. */
  readonly size: number;
}

/** Called with what could not be read, and where. */
export type Report = (problem: Omit<Problem, "file">) => void;

/** The exports in a stream of bytes. What can't be read is reported, and reading goes on. */
export async function* exportsInBytes(chunks: AsyncIterable<Uint8Array>, report: Report): AsyncGenerator<FoundExport> {
  let isOld = false;
  try {
    for await (const found of documentsIn(chunks)) {
      const traces = exportAmong(found, report);
      if (traces === undefined) continue;
      if (!isOld && isOldExport(traces)) report({ line: traces.line, message: OLD_EXPORT });
      isOld ||= isOldExport(traces);
      yield traces;
    }
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    report({ message: error.message });
  }
}

function exportAmong(found: Found, report: Report): FoundExport | undefined {
  if ("fault" in found) {
    report(found.fault);
    return undefined;
  }
  const { value, line, indent, size } = found.document;
  const traces = exportIn(value);
  if (typeof traces !== "string" && spansIn(traces) <= MOST_SPANS) return { ...traces, line, indent, size };
  report({ line, message: typeof traces === "string" ? traces : TOO_MANY_SPANS });
  return undefined;
}

/** How many things there are to map. Resources and scopes count too, because they may be empty. */
function spansIn({ resourceSpans }: TraceExport): number {
  let count = resourceSpans.length;
  for (const one of resourceSpans) {
    const scopes = listOf(one, "scopeSpans");
    count += scopes.length;
    for (const scope of scopes) count += listOf(scope, "spans").length;
  }
  return count;
}

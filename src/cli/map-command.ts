import { type MappingOptions, mapLiteLLMTraces } from "litellm-span-mapper";
import { exportsIn } from "./input/exports.js";
import type { FoundExport } from "./input/exports-in-bytes.js";
import { fileNamed } from "./input/file.js";
import { writeJson } from "./input/json-text.js";
import type { Output } from "./output/output.js";
import type { Problems } from "./output/problems.js";
import type { Progress } from "./output/progress.js";
import { Recognition } from "./recognition.js";

/** Writes the mapped form of each export, in the shape of the export. */
export async function mapFiles(
  files: readonly string[],
  mapping: MappingOptions,
  output: Output,
  problems: Problems,
  progress: Progress,
): Promise<void> {
  const recognition = new Recognition(mapping);
  for await (const found of exportsIn(files, problems, progress)) {
    const mapped = mapLiteLLMTraces(found, mapping).resourceSpans;
    recognition.saw(found.resourceSpans, mapped);
    const text = mappedText(found, mapped);
    if (text !== undefined) await output.write(`${text}\n`);
    else
      problems.report({
        file: fileNamed(found.file),
        line: found.line,
        message: "is nested too deeply; the document was skipped",
      });
  }
  progress.clear();
  for (const note of recognition.notes()) problems.note(note);
}

/** `undefined` where the document is nested deeper than `JSON.stringify` can go. */
function mappedText(found: FoundExport, mapped: readonly unknown[]): string | undefined {
  try {
    return writeJson(found.withResourceSpans(mapped), found.indent);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

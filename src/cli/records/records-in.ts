import type { MappingOptions } from "litellm-span-mapper";
import { exportsIn } from "../input/exports.js";
import { type Filter, filterableOf } from "../options/filter.js";
import type { Problems } from "../output/problems.js";
import type { Progress } from "../output/progress.js";
import { Recognition } from "../recognition.js";
import { type MappedRecord, mappedRecordsOf } from "./mapped-records.js";
import { countedAmong, SeenSpans } from "./seen-spans.js";

interface Request {
  readonly files: readonly string[];
  readonly mapping: MappingOptions;
  readonly filter: Filter | undefined;
}

/** The records of all files that pass the filter, each span once. */
export async function* recordsIn(
  { files, mapping, filter = () => true }: Request,
  problems: Problems,
  progress: Progress,
): AsyncGenerator<MappedRecord> {
  const seen = new SeenSpans();
  const recognition = new Recognition(mapping);
  for await (const { resourceSpans } of exportsIn(files, problems, progress)) {
    const records = mappedRecordsOf(resourceSpans, mapping, recognition);
    const counted = countedAmong(records.map(({ record }) => record));
    for (const one of records) {
      if (!counted.has(one.record) || !filter(filterableOf(one.record))) continue;
      if (seen.isNew(one.record.traceId, one.record.spanId)) yield one;
    }
  }
  progress.clear();
  for (const note of recognition.notes()) problems.note(note);
}

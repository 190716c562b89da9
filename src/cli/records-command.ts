import { recordToJSON } from "litellm-span-mapper";
import type { RecordsCommand } from "./command-line.js";
import { writeJson } from "./input/json-text.js";
import type { Output } from "./output/output.js";
import type { Problems } from "./output/problems.js";
import type { Progress } from "./output/progress.js";
import { recordAsCsv, recordCsvHeading } from "./records/record-csv.js";
import { recordsIn } from "./records/records-in.js";

/** Writes a record for each of LiteLLM's spans in the files. */
export async function writeRecords(
  command: RecordsCommand,
  output: Output,
  problems: Problems,
  progress: Progress,
): Promise<void> {
  const isCsv = command.format === "csv";
  if (isCsv) await output.write(recordCsvHeading());
  for await (const { record } of recordsIn(command, problems, progress)) {
    await output.write(isCsv ? recordAsCsv(record) : `${writeJson(recordToJSON(record))}\n`);
  }
}

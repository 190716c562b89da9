import type { SummaryCommand } from "./command-line.js";
import type { Output } from "./output/output.js";
import type { Problems } from "./output/problems.js";
import type { Progress } from "./output/progress.js";
import { recordsIn } from "./records/records-in.js";
import { painted } from "./render/styled.js";
import { summaryLines } from "./render/summary-lines.js";
import { Groups } from "./summary/groups.js";
import { summaryAsCsv, summaryAsJson } from "./summary/summary-output.js";

/** Adds up the calls in the files. */
export async function summarise(
  command: SummaryCommand,
  width: number,
  colour: boolean,
  output: Output,
  problems: Problems,
  progress: Progress,
): Promise<void> {
  const { by, format } = command;
  const groups = new Groups(by);
  for await (const { record, isLiteLLMs } of recordsIn(command, problems, progress)) if (isLiteLLMs) groups.add(record);
  if (format === "json") await output.write(summaryAsJson(by, groups));
  else if (format === "csv") await output.write(summaryAsCsv(by, groups));
  else await output.write(painted(summaryLines(by, groups, width), colour));
}

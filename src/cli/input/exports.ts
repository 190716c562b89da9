import type { Problems } from "../output/problems.js";
import type { Progress } from "../output/progress.js";
import { exportsInBytes, type FoundExport, type Report } from "./exports-in-bytes.js";
import { bytesOf, fileNamed, sizeOf } from "./file.js";
import { filesNamed } from "./paths.js";
import { UnreadableFile } from "./unreadable-file.js";

/** An export, and the file it was found in. */
interface ExportInFile extends FoundExport {
  readonly file: string;
}

/** The exports in the files, one after another. What can't be read is reported, and reading goes on. */
export async function* exportsIn(names: readonly string[], problems: Problems, progress: Progress): AsyncGenerator<ExportInFile> {
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

async function* exportsInFile(file: string, problems: Problems, progress: Progress): AsyncGenerator<ExportInFile> {
  const name = fileNamed(file);
  progress.begin(name, await sizeOf(file));
  const report: Report = (problem) => problems.report({ ...problem, file: name });
  for await (const found of exportsInBytes(progress.counted(bytesOf(file)), report)) yield { ...found, file };
}

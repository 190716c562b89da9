#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { commandIn, type FileCommand } from "./command-line.js";
import { explainFiles, presentationFor } from "./explain-command.js";
import { helpText } from "./help.js";
import { STANDARD_INPUT } from "./input/file.js";
import { mapFiles } from "./map-command.js";
import { UsageError } from "./options/usage-error.js";
import { Output, OutputError } from "./output/output.js";
import { Problems } from "./output/problems.js";
import { Progress } from "./output/progress.js";
import { showsProgress, terminalWidth, usesColour } from "./output/terminal.js";
import { writeRecords } from "./records-command.js";
import { visible } from "./render/visible.js";
import { summarise } from "./summary-command.js";

const FINE = 0;
const SOMETHING_LOST = 1;
const WRONG_USAGE = 2;

async function main(args: readonly string[]): Promise<number> {
  const command = commandIn(args, Date.now());
  const output = new Output(process.stdout);
  const problems = "files" in command ? await onFiles(command, output) : 0;
  if (command.name === "help") await output.write(helpText(command.of));
  if (command.name === "schema") await output.write(command.text);
  if (command.name === "version") await output.write(`${versionOfPackage()}\n`);
  await output.end();
  return problems === 0 ? FINE : SOMETHING_LOST;
}

/** Runs a command. Returns how many problems there were. */
async function onFiles(command: FileCommand, output: Output): Promise<number> {
  if (command.files.includes(STANDARD_INPUT) && process.stdin.isTTY) {
    throw new UsageError("No file was given, and nothing is piped to standard input.", command.name);
  }
  const mayBePaged = command.name === "explain" || command.name === "summary";
  const progress = new Progress(showsProgress(mayBePaged) ? (text) => process.stderr.write(text) : undefined);
  const problems = new Problems((text) => {
    progress.clear();
    process.stderr.write(text);
  });
  await run(command, output, problems, progress);
  return problems.count;
}

async function run(command: FileCommand, output: Output, problems: Problems, progress: Progress): Promise<void> {
  const width = terminalWidth(process.stdout, process.env);
  const colour = usesColour(command.name === "explain" ? command.colour : undefined, process.stdout, process.env);
  if (command.name === "map") await mapFiles(command.files, command.mapping, output, problems, progress);
  else if (command.name === "records") await writeRecords(command, output, problems, progress);
  else if (command.name === "summary") await summarise(command, width, colour, output, problems, progress);
  else await explainFiles(command, presentationFor(command, width, colour), output, problems, progress);
}

function versionOfPackage(): string {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return version;
}

/** Errors that end the program, in words for its user. Any other error is a fault of the program. */
function endOf(error: unknown): { readonly message: string; readonly code: number } {
  if (error instanceof OutputError) return { message: error.message, code: SOMETHING_LOST };
  if (!(error instanceof UsageError)) throw error;
  const help = ["litellm-span-mapper", error.of, "--help"].filter(Boolean).join(" ");
  return { message: `${error.message} See: ${help}`, code: WRONG_USAGE };
}

// Where nobody reads standard error, nobody can be told.
process.stderr.on("error", () => {});

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const { message, code } = endOf(error);
  process.stderr.write(`litellm-span-mapper: ${visible(message)}\n`);
  process.exitCode = code;
}

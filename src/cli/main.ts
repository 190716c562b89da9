#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { type Command, commandIn, UsageError } from "./command-line.js";
import { explainFiles, presentationFor } from "./explain-command.js";
import { helpText } from "./help.js";
import { STANDARD_INPUT } from "./input/file.js";
import { mapFiles } from "./map-command.js";
import { Output } from "./output/output.js";
import { Problems } from "./output/problems.js";
import { Progress } from "./output/progress.js";
import { showsProgress, terminalWidth, usesColour } from "./output/terminal.js";
import { schemaAnswer } from "./schema-command.js";

const FINE = 0;
const SOME_INPUT_UNREADABLE = 1;
const WRONG_USAGE = 2;

type FileCommand = Extract<Command, { readonly files: unknown }>;

async function main(args: readonly string[]): Promise<number> {
  if (args[0] === "schema") return await writeSchema(args.slice(1));
  const command = commandIn(args);
  const output = new Output(process.stdout);
  if (command.name === "help") await output.write(helpText(command.of));
  else if (command.name === "version") await output.write(`${versionOfPackage()}\n`);
  else return await onFiles(command, output);
  return FINE;
}

async function writeSchema(args: readonly string[]): Promise<number> {
  const { text, fault } = schemaAnswer(args);
  if (fault !== undefined) throw new UsageError(fault);
  await new Output(process.stdout).write(text);
  return FINE;
}

async function onFiles(command: FileCommand, output: Output): Promise<number> {
  if (command.files.includes(STANDARD_INPUT) && process.stdin.isTTY) {
    throw new UsageError("No file was given, and nothing is piped to standard input.", command.name);
  }
  const progress = new Progress(showsProgress(command.name === "explain") ? (text) => process.stderr.write(text) : undefined);
  const problems = new Problems((text) => {
    progress.clear();
    process.stderr.write(text);
  });
  if (command.name === "map") await mapFiles(command.files, command.mapping, output, problems, progress);
  else {
    const colour = usesColour(command.colour, process.stdout, process.env);
    const presentation = presentationFor(command, terminalWidth(process.stdout, process.env), colour);
    await explainFiles(command, presentation, output, problems, progress);
  }
  return problems.count === 0 ? FINE : SOME_INPUT_UNREADABLE;
}

function versionOfPackage(): string {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return version;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  const help = ["litellm-span-mapper", error.of, "--help"].filter(Boolean).join(" ");
  process.stderr.write(`litellm-span-mapper: ${error.message} See: ${help}\n`);
  process.exitCode = WRONG_USAGE;
}

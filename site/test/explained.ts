import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import type { MappingOptions } from "litellm-span-mapper";
import { commandIn } from "../../src/cli/command-line.js";
import { explainFiles, presentationFor } from "../../src/cli/explain-command.js";
import { Output } from "../../src/cli/output/output.js";
import { Problems } from "../../src/cli/output/problems.js";
import { Progress } from "../../src/cli/output/progress.js";
import { SAMPLES } from "../playground/src/samples.js";
import { sampleFile } from "./sample-file.js";

/** A trace in the lines of `explain --json`. */
export interface ExplainedTrace {
  readonly traceId: string;
  readonly spans: readonly object[];
}

const known = new Map<string, readonly ExplainedTrace[]>();

/** What the command line's `explain --json` writes of all samples under these options. */
export async function explainedSamples(options: MappingOptions): Promise<readonly ExplainedTrace[]> {
  const json = JSON.stringify(options);
  const traces = known.get(json) ?? tracesIn(await explainJson(json));
  known.set(json, traces);
  return traces;
}

async function explainJson(config: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "site-samples-"));
  try {
    const file = join(folder, "options.json");
    writeFileSync(file, config);
    const command = commandIn(["explain", "--json", "--config", file, ...SAMPLES.map(({ name }) => sampleFile(name))], 0);
    if (command.name !== "explain") throw new Error("That is another command.");
    const stream = new PassThrough();
    const written = text(stream);
    const output = new Output(stream as unknown as NodeJS.WriteStream);
    await explainFiles(command, presentationFor(command, 100, false), output, new Problems(() => {}), new Progress(undefined));
    stream.end();
    return await written;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The traces of an explanation, without the sums. Where a text names an option, the command line means the flag of it. */
export function tracesIn(explanation: string): readonly ExplainedTrace[] {
  const lines = explanation.split("\n").filter((line) => line !== "");
  const values = lines.map((line) => JSON.parse(line, (_, value) => (namesOption(value) ? { ...value, message: "" } : value)));
  return values.filter(({ traceId }) => traceId !== undefined);
}

const NAMING_OPTIONS: readonly unknown[] = ["litellm-not-recognised", "call-not-told"];

function namesOption(value: unknown): value is object {
  return typeof value === "object" && value !== null && "code" in value && NAMING_OPTIONS.includes(value.code);
}

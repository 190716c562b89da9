import { parseArgs } from "node:util";
import type { MappingOptions } from "litellm-span-mapper";
import { COMMANDS, type CommandName, flagsOf } from "./commands.js";
import { STANDARD_INPUT } from "./input/file.js";
import { ConfigError } from "./options/config-file.js";
import { type Filter, filterIn } from "./options/filter.js";
import { GivenFlags } from "./options/flag.js";
import { mappingIn } from "./options/mapping-flags.js";
import { UsageError } from "./options/usage-error.js";
import { schemaIn } from "./schema-command.js";
import { type Dimension, dimensionNamed, dimensionNames } from "./summary/dimensions.js";

/** What every command that reads files gets. */
interface OnFiles {
  readonly files: readonly string[];
  readonly mapping: MappingOptions;
}

export interface ExplainCommand extends OnFiles {
  readonly name: "explain";
  readonly filter: Filter | undefined;
  readonly full: boolean;
  readonly json: boolean;
  /** `undefined`: as the terminal and the environment say. */
  readonly colour: boolean | undefined;
}

export interface RecordsCommand extends OnFiles {
  readonly name: "records";
  readonly filter: Filter | undefined;
  readonly format: "ndjson" | "csv";
}

export interface SummaryCommand extends OnFiles {
  readonly name: "summary";
  readonly filter: Filter | undefined;
  readonly by: readonly Dimension[];
  readonly format: "table" | "json" | "csv";
}

/** What the user asked for. */
export type FileCommand = (OnFiles & { readonly name: "map" }) | ExplainCommand | RecordsCommand | SummaryCommand;
export type Command =
  | { readonly name: "help"; readonly of: CommandName | undefined }
  | { readonly name: "version" }
  | { readonly name: "schema"; readonly text: string }
  | FileCommand;

const NAMES = [...COMMANDS.keys()];

/** Reads the arguments after the program's name. Throws a `UsageError` for arguments that make no sense. */
export function commandIn(args: readonly string[], nowMs: number): Command {
  const [first, ...rest] = args;
  if (first === "--help" || first === "-h") return { name: "help", of: undefined };
  if (first === "help") return { name: "help", of: rest[0] === undefined ? undefined : nameIn(rest[0]) };
  if (first === "--version" || first === "-V") return { name: "version" };
  if (first === undefined) throw new UsageError("No command was given.");
  if (first.startsWith("-")) throw new UsageError(`A command comes first, not ${JSON.stringify(first)}.`);
  const name = nameIn(first);
  try {
    return commandNamed(name, rest, nowMs);
  } catch (error) {
    if (error instanceof UsageError || error instanceof ConfigError) throw new UsageError(error.message, name);
    throw error;
  }
}

function nameIn(text: string): CommandName {
  const name = NAMES.find((known) => known === text);
  if (name !== undefined) return name;
  throw new UsageError(`There is no command ${JSON.stringify(text)}. Commands are: ${NAMES.join(", ")}.`);
}

function commandNamed(name: CommandName, args: readonly string[], nowMs: number): Command {
  const { given, files } = parsed(name, args);
  if (given.has("help")) return { name: "help", of: name };
  if (name === "schema") return schemaCommand(given, files);
  const onFiles = { files: files.length === 0 ? [STANDARD_INPUT] : files, mapping: mappingIn(given) };
  if (name === "map") return { name, ...onFiles };
  const filtered = { ...onFiles, filter: filterIn(given, nowMs) };
  if (name === "records") return { name, ...filtered, format: oneOf(given, "format", ["ndjson", "csv"]) };
  if (name === "summary") return { name, ...filtered, by: dimensionsIn(given), format: summaryFormatIn(given) };
  return { name, ...filtered, full: given.has("full"), json: given.has("json"), colour: colourIn(given) };
}

function schemaCommand(given: GivenFlags, [file]: readonly string[]): Command {
  if (file !== undefined) throw new UsageError(`This command reads no files; remove ${JSON.stringify(file)}.`);
  return { name: "schema", text: schemaIn(given) };
}

function parsed(name: CommandName, args: readonly string[]): { readonly given: GivenFlags; readonly files: readonly string[] } {
  const flags = flagsOf(name).map(({ name, short, takes }) => {
    const type: "boolean" | "string" = takes === undefined ? "boolean" : "string";
    return [name, { type, multiple: takes !== undefined, ...(short === undefined ? {} : { short }) }] as const;
  });
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: Object.fromEntries(flags), allowPositionals: true });
    const given = Object.entries(values).map(([flag, value]) => [flag, Array.isArray(value) ? value.map(String) : []] as const);
    return { given: new GivenFlags(new Map(given)), files: positionals };
  } catch (error) {
    // Node's messages name the option. After the first sentence, they are about arguments that begin with a dash.
    const [sentence = ""] = error instanceof Error ? error.message.split(". ") : [];
    throw new UsageError(sentence.endsWith(".") ? sentence : `${sentence}.`);
  }
}

function colourIn(given: GivenFlags): boolean | undefined {
  if (given.has("color") && given.has("no-color")) throw new UsageError("--color and --no-color contradict each other.");
  return given.has("color") ? true : given.has("no-color") ? false : undefined;
}

function summaryFormatIn(given: GivenFlags): SummaryCommand["format"] {
  const format = oneOf(given, "format", ["table", "json", "csv"] as const);
  if (given.has("json") && given.has("format") && format !== "json")
    throw new UsageError(`--json and --format ${format} contradict each other.`);
  return given.has("json") ? "json" : format;
}

/** The value of a flag that allows a few; by default the first of them. */
function oneOf<T extends string>(given: GivenFlags, flag: string, values: readonly [T, ...T[]]): T {
  const asked = given.last(flag);
  if (asked === undefined) return values[0];
  const value = values.find((one) => one === asked);
  if (value === undefined) throw new UsageError(`--${flag} must be ${values.join(" or ")}, not ${JSON.stringify(asked)}.`);
  return value;
}

const DEFAULT_BY = "team,model";

function dimensionsIn(given: GivenFlags): readonly Dimension[] {
  const names = (given.last("by") ?? DEFAULT_BY).split(",").map((name) => name.trim());
  return [...new Set(names)].map((name) => {
    const dimension = dimensionNamed(name);
    if (dimension !== undefined) return dimension;
    throw new UsageError(`--by does not accept ${JSON.stringify(name)}. Known values: ${dimensionNames().join(", ")}.`);
  });
}

import { parseArgs } from "node:util";
import type { MappingOptions } from "litellm-span-mapper";
import { STANDARD_INPUT } from "./input/file.js";

export const COMMANDS = ["map", "explain"] as const;

export type CommandName = (typeof COMMANDS)[number];

/** What the user asked for. */
export type Command =
  | { readonly name: "help"; readonly of: CommandName | undefined }
  | { readonly name: "version" }
  | { readonly name: "map"; readonly files: readonly string[]; readonly mapping: MappingOptions }
  | ExplainCommand;

export interface ExplainCommand {
  readonly name: "explain";
  readonly files: readonly string[];
  readonly mapping: MappingOptions;
  readonly json: boolean;
  /** `undefined`: as the terminal and the environment say. */
  readonly colour: boolean | undefined;
}

/** A command line that means nothing, in words for its user. */
export class UsageError extends Error {
  readonly of: CommandName | undefined;

  constructor(message: string, of?: CommandName) {
    super(message);
    this.of = of;
  }
}

const MAP_OPTIONS = {
  recover: { type: "boolean", default: false },
  "withhold-raw": { type: "boolean", default: false },
  "keep-duplicates": { type: "boolean", default: false },
  "service-name": { type: "string", multiple: true },
  "scope-name": { type: "string", multiple: true },
  help: { type: "boolean", short: "h", default: false },
} as const;

const EXPLAIN_OPTIONS = {
  ...MAP_OPTIONS,
  json: { type: "boolean", default: false },
  color: { type: "boolean", default: false },
  "no-color": { type: "boolean", default: false },
} as const;

/** Reads the arguments behind the program's name. Throws a `UsageError` for what they can't mean. */
export function commandIn(args: readonly string[]): Command {
  const [first, ...rest] = args;
  if (first === "--help" || first === "-h" || first === "help")
    return { name: "help", of: COMMANDS.find((name) => name === rest[0]) };
  if (first === "--version" || first === "-V") return { name: "version" };
  if (first === "map") return mapCommandIn(rest);
  if (first === "explain") return explainCommandIn(rest);
  if (first === undefined) throw new UsageError("No command was given.");
  if (first.startsWith("-")) throw new UsageError(`A command comes first, not ${JSON.stringify(first)}.`);
  throw new UsageError(`There is no command ${JSON.stringify(first)}. Commands are: ${COMMANDS.join(", ")}.`);
}

function mapCommandIn(args: readonly string[]): Command {
  const { values, positionals } = parsed("map", () =>
    parseArgs({ args: [...args], options: MAP_OPTIONS, allowPositionals: true }),
  );
  if (values.help) return { name: "help", of: "map" };
  return { name: "map", files: filesIn(positionals), mapping: mappingIn(values) };
}

function explainCommandIn(args: readonly string[]): Command {
  const { values, positionals } = parsed("explain", () =>
    parseArgs({ args: [...args], options: EXPLAIN_OPTIONS, allowPositionals: true }),
  );
  if (values.help) return { name: "help", of: "explain" };
  if (values.color && values["no-color"]) throw new UsageError("--color and --no-color contradict each other.", "explain");
  const colour = values.color ? true : values["no-color"] ? false : undefined;
  return { name: "explain", files: filesIn(positionals), mapping: mappingIn(values), json: values.json, colour };
}

function parsed<T>(of: CommandName, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    // Node's messages name the option; what follows the first sentence is about arguments that begin with a dash.
    const [sentence = ""] = error instanceof Error ? error.message.split(". ") : [];
    throw new UsageError(sentence.endsWith(".") ? sentence : `${sentence}.`, of);
  }
}

function filesIn(positionals: readonly string[]): readonly string[] {
  return positionals.length === 0 ? [STANDARD_INPUT] : positionals;
}

interface MappingValues {
  readonly recover: boolean;
  readonly "withhold-raw": boolean;
  readonly "keep-duplicates": boolean;
  readonly "service-name"?: readonly string[] | undefined;
  readonly "scope-name"?: readonly string[] | undefined;
}

function mappingIn(values: MappingValues): MappingOptions {
  return {
    recoverFromRawRequest: values.recover,
    rawRequests: values["withhold-raw"] ? "withhold" : "keep",
    duplicates: values["keep-duplicates"] ? "keep" : "demote",
    serviceNames: values["service-name"],
    scopeNames: values["scope-name"],
  };
}

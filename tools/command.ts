import { parseArgs } from "node:util";

/** An option of a development command, with what `--help` says of it. */
export interface CommandOption {
  readonly type: "string" | "boolean";
  readonly multiple?: boolean;
  readonly default?: string | boolean | string[];
  /** What stands behind the option's name in the help: `NAME`. Of an option with a value. */
  readonly value?: string;
  readonly does: string;
  /** The values there are. Any other one is refused. */
  readonly choices?: readonly string[];
  /** What a value must look like, and the words for it. */
  readonly form?: readonly [pattern: RegExp, words: string];
}

export interface CommandArgument {
  readonly name: string;
  readonly does: string;
  readonly isOptional?: true;
  readonly form?: readonly [pattern: RegExp, words: string];
}

/** A development command: `npm run <name>`. */
export interface Command<Options extends Readonly<Record<string, CommandOption>> = Readonly<Record<string, CommandOption>>> {
  readonly name: string;
  /** What it does, in a sentence or two. */
  readonly does: string;
  /** The tracked files it writes, and when. */
  readonly writes?: string;
  readonly arguments?: readonly CommandArgument[];
  readonly options: Options;
}

export const WHOLE_NUMBER = [/^[0-9]+$/, "a whole number"] as const;
export const RELEASE = [/^\d+\.\d+\.\d+$/, "a LiteLLM release such as 1.100.0"] as const;
export const ENDED_WRONGLY = 2;

/** A wrong argument, in one line that names it and the way out. */
export class UsageError extends Error {}

/**
 * The options and arguments of the command that runs. With `--help` it prints the help and ends the process; where an argument is
 * wrong, it prints one line and ends the process with code 2. Nothing else was done by then.
 */
export function argumentsOf<const Options extends Readonly<Record<string, CommandOption>>>(command: Command<Options>) {
  const args = process.argv.slice(2);
  if (args.includes("--help") || args.includes("-h")) {
    console.log(helpOf(command));
    process.exit(0);
  }
  try {
    return parsed(command, args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    process.exit(ENDED_WRONGLY);
  }
}

/** Reads arguments by what the command takes. Throws a `UsageError`. */
export function parsed<const Options extends Readonly<Record<string, CommandOption>>>(
  command: Command<Options>,
  args: readonly string[],
) {
  const refuse = (what: string): never => {
    throw new UsageError(`npm run ${command.name}: ${what}; \`npm run ${command.name} -- --help\` shows what there is`);
  };
  const names = command.arguments ?? [];
  const { values, positionals } = strictly(command, args, refuse);
  for (const [at, { name, form, isOptional }] of names.entries()) {
    const given = positionals[at];
    if (given === undefined && !isOptional) refuse(`${name} is missing`);
    if (given !== undefined && form && !form[0].test(given)) refuse(`${name} must be ${form[1]}, not "${given}"`);
  }
  const spare = positionals[names.length];
  if (spare !== undefined) refuse(`"${spare}" is one argument too many`);
  for (const [name, value] of Object.entries(values)) {
    const { choices, form } = command.options[name] ?? {};
    for (const given of [value].flat()) {
      if (typeof given !== "string") continue;
      if (choices && !choices.includes(given)) refuse(`--${name} must be one of ${choices.join(", ")}, not "${given}"`);
      if (form && !form[0].test(given)) refuse(`--${name} must be ${form[1]}, not "${given}"`);
    }
  }
  return { values, positionals };
}

function strictly<const Options extends Readonly<Record<string, CommandOption>>>(
  command: Command<Options>,
  args: readonly string[],
  refuse: (what: string) => never,
) {
  try {
    return parseArgs({ args: [...args], options: command.options, allowPositionals: true });
  } catch (error) {
    // Node says what is wrong in its first sentence, and how its own parser might be told otherwise in the rest.
    const [first = ""] = String(error instanceof Error ? error.message : error).split(/\. |\n/);
    return refuse(first.charAt(0).toLowerCase() + first.slice(1));
  }
}

/** The text of `--help`. */
export function helpOf(command: Command): string {
  const names = command.arguments ?? [];
  const usage = names.map(({ name, isOptional }) => (isOptional ? ` [${name}]` : ` ${name}`)).join("");
  const optionNames = Object.entries(command.options).map(
    ([name, { value }]) => [name, value === undefined ? `--${name}` : `--${name} ${value}`] as const,
  );
  const rows = [
    ...names.map(({ name, does }) => [name, does] as const),
    ...optionNames.map(([name, shown]) => [shown, descriptionOf(command.options[name])] as const),
    ["--help", "shows this"] as const,
  ];
  const width = Math.max(...rows.map(([shown]) => shown.length));
  return [
    `npm run ${command.name} --${usage}${optionNames.map(([, shown]) => ` [${shown}]`).join("")}`,
    "",
    command.does,
    ...(command.writes === undefined ? ["It writes no tracked file."] : [command.writes]),
    "",
    ...rows.map(([shown, does]) => `  ${shown.padEnd(width)}  ${does}`),
  ].join("\n");
}

function descriptionOf(option: CommandOption | undefined): string {
  const choices = option?.choices ? `: ${option.choices.join(", ")}` : "";
  const preset = typeof option?.default === "string" ? ` (default: ${option.default})` : "";
  return `${option?.does}${choices}${preset}`;
}

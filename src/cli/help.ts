import { COMMANDS, type CommandDescription, type CommandName } from "./commands.js";
import type { Flag } from "./options/flag.js";

const INPUT = `FILE is a file, a folder (all files in it except hidden ones) or a pattern ('exports/**/*.json'). It holds
OTLP traces as JSON (documents on lines of their own, one after another, or over many lines) or as
protobuf (a request's body, or length-prefixed messages, as the OpenTelemetry Collector's file
exporter writes them); uncompressed, or compressed with gzip or zstd. Without FILE, or where FILE is -,
it is read from standard input.`;

const EXIT_CODES =
  "Exit code: 0 fine, 1 some input could not be read (the rest was) or the output could not be written,\n2 wrong usage.";

const FLAG_WIDTH = 25;

/** The help of the program or of a command. */
export function helpText(of: CommandName | undefined): string {
  const description = of === undefined ? undefined : COMMANDS.get(of);
  return of === undefined || description === undefined ? general() : helpOfCommand(of, description);
}

function general(): string {
  const commands = [...COMMANDS].map(([name, { inShort }]) => `  ${name.padEnd(11)}${inShort}`);
  return `Maps the traces LiteLLM emits to Fiddler's schema.

Usage: litellm-span-mapper COMMAND [OPTION]... [FILE]...

Commands:
${commands.join("\n")}

  --help     this text; COMMAND --help shows a command's options
  --version  the version

Examples:
  litellm-span-mapper explain traces.json
  litellm-span-mapper map traces.ndjson > mapped.ndjson
  litellm-span-mapper summary --by team,model --since yesterday --until today exports/

${EXIT_CODES}
`;
}

function helpOfCommand(name: CommandName, { about, takesNoFiles, groups, examples }: CommandDescription): string {
  const options = groups.map(({ title, flags }) => `${title}:\n${flags.map(flagHelp).join("\n")}`);
  return `${about}

Usage: litellm-span-mapper ${name} [OPTION]...${takesNoFiles ? "" : ` [FILE]...\n\n${INPUT}`}

${options.join("\n\n")}

Examples:
${examples.map((example) => `  ${example}`).join("\n")}

${EXIT_CODES}
`;
}

function flagHelp({ name, takes, help }: Flag): string {
  const [first = "", ...more] = help.split("\n");
  const shown = `  --${name}${takes === undefined ? "" : ` ${takes}`}`;
  return [shown.padEnd(FLAG_WIDTH) + first, ...more.map((line) => " ".repeat(FLAG_WIDTH) + line)].join("\n");
}

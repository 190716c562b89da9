import type { CommandName } from "./command-line.js";

const MAPPING_OPTIONS = `Mapping:
  --recover              take what a call lacks from its raw request span
  --withhold-raw         keep only fields without content on raw request spans
  --keep-duplicates      let every span that tells a call count, also the second and third
  --service-name NAME    a service.name that means LiteLLM, in place of litellm and
                         litellm-proxy; may be repeated
  --scope-name NAME      an instrumentation scope that means LiteLLM in a resource of
                         another service; may be repeated`;

const INPUT = `Input is OTLP as JSON, also with protobuf's base64 ids and enum names: one document a line, as
the OpenTelemetry Collector's file exporter writes it, or a document over many lines; each a
TracesData, a ResourceSpans, or a list of them. Without FILE, or where FILE is -, it is read from
standard input.`;

const EXIT_CODES = `Exit code: 0 fine, 1 some input could not be read (the rest was), 2 wrong usage.`;

const GENERAL = `Maps the traces LiteLLM emits to Fiddler's schema.

Usage: litellm-span-mapper COMMAND [OPTION]... [FILE]...

Commands:
  map        write the mapped form
  explain    show each trace as a tree: what became of it, and why
  schema     write a database's table for the mapped spans, or their JSON Schema

  --help     this text; COMMAND --help tells a command's options
  --version  the version

Examples:
  litellm-span-mapper explain traces.json
  litellm-span-mapper map traces.ndjson > mapped.ndjson

${EXIT_CODES}
`;

const MAP = `Writes the mapped form of LiteLLM's traces; what is not LiteLLM's comes out as it went in.

Usage: litellm-span-mapper map [OPTION]... [FILE]...

${INPUT}
Output has the shape of the input: a line for a line, a ResourceSpans for a ResourceSpans.

${MAPPING_OPTIONS}

  --help                 this text

Examples:
  litellm-span-mapper map traces.ndjson > mapped.ndjson
  kubectl exec collector -- cat /traces.ndjson | litellm-span-mapper map --recover > mapped.ndjson
  litellm-span-mapper map --scope-name litellm app-traces.json

${EXIT_CODES}
`;

const EXPLAIN = `Shows each trace as a tree: the type of each span and what decided it, what calls said, tokens, cost
and team, the attribute each came from, and sums at the end.

Usage: litellm-span-mapper explain [OPTION]... [FILE]...

${INPUT}

  --json                 write a line of JSON for each trace, and one for the sums
  --color, --no-color    whether to use colour; by default on a terminal only, and as NO_COLOR
                         and FORCE_COLOR say

${MAPPING_OPTIONS}

  --help                 this text

Examples:
  litellm-span-mapper explain traces.json
  litellm-span-mapper explain --color traces.ndjson | less -R
  tail -f traces.ndjson | litellm-span-mapper explain
  litellm-span-mapper explain --json traces.ndjson | jq 'select(.totals).totals.cost'

${EXIT_CODES}
`;

const COMMAND_HELP: Record<CommandName, string> = { map: MAP, explain: EXPLAIN };

/** The help of the program or of a command. */
export function helpText(of: CommandName | undefined): string {
  return of === undefined ? GENERAL : COMMAND_HELP[of];
}

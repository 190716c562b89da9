import { FILTER_FLAGS } from "./options/filter.js";
import type { Flag } from "./options/flag.js";
import { MAPPING_FLAGS } from "./options/mapping-flags.js";
import { SCHEMA_FLAGS } from "./schema-command.js";

export type CommandName = "map" | "explain" | "records" | "summary" | "schema";

/** A command as its help shows it. */
export interface CommandDescription {
  readonly inShort: string;
  readonly about: string;
  /** It reads no files. */
  readonly takesNoFiles?: true;
  readonly groups: readonly { readonly title: string; readonly flags: readonly Flag[] }[];
  readonly examples: readonly string[];
}

const HELP: Flag = { name: "help", short: "h", help: "this text" };
const MAPPING = { title: "Mapping", flags: MAPPING_FLAGS };
const FILTER = { title: "Filter", flags: FILTER_FLAGS };

const MAP: CommandDescription = {
  inShort: "write the mapped form",
  about: `Writes the mapped form of LiteLLM's traces; what is not LiteLLM's comes out as it went in. Output has
the shape of the input: one line per input line, a ResourceSpans for a ResourceSpans. Protobuf
becomes OTLP/JSON, one line per message.`,
  groups: [MAPPING, { title: "Other", flags: [HELP] }],
  examples: [
    "litellm-span-mapper map traces.ndjson > mapped.ndjson",
    "kubectl exec collector -- cat /traces.ndjson | litellm-span-mapper map --recover > mapped.ndjson",
    "litellm-span-mapper map --scope-name litellm app-traces.json",
  ],
};

const EXPLAIN: CommandDescription = {
  inShort: "show each trace as a tree: what became of it, and why",
  about: `Shows each trace as a tree: the type of each span and what decided it, what calls said, tokens, cost
and team, the attribute each came from, and sums at the end. With a filter, the traces in which a
span passes it.`,
  groups: [
    {
      title: "Output",
      flags: [
        { name: "full", help: "show texts from beginning to end" },
        { name: "json", help: "write a line of JSON for each trace, and one for the sums" },
        { name: "color", help: "use colour, whatever NO_COLOR says; by default on a terminal only" },
        { name: "no-color", help: "use none, whatever FORCE_COLOR says" },
      ],
    },
    FILTER,
    MAPPING,
    { title: "Other", flags: [HELP] },
  ],
  examples: [
    "litellm-span-mapper explain traces.json",
    "litellm-span-mapper explain --team blue --since yesterday 'exports/**/*.gz'",
    "litellm-span-mapper explain --color traces.ndjson | less -R",
    "tail -f traces.ndjson | litellm-span-mapper explain",
    "litellm-span-mapper explain --json traces.ndjson | jq 'select(.totals).totals.cost'",
  ],
};

const RECORDS: CommandDescription = {
  inShort: "write a flat record for each span, as NDJSON or CSV",
  about: `Writes a flat record for each of LiteLLM's spans, each once, for a database or a spreadsheet.`,
  groups: [
    {
      title: "Output",
      flags: [{ name: "format", takes: "FORMAT", help: "ndjson (default): all there is; csv: a table without attributes" }],
    },
    FILTER,
    MAPPING,
    { title: "Other", flags: [HELP] },
  ],
  examples: [
    "litellm-span-mapper records traces.ndjson.gz > records.ndjson",
    "litellm-span-mapper records --format csv --type llm --since 7d exports/ > calls.csv",
  ],
};

const SUMMARY: CommandDescription = {
  inShort: "add up calls, tokens and cost by team, model, day, ...",
  about: `Adds up calls, tokens and cost of LiteLLM's spans, each span and each call once.`,
  groups: [
    {
      title: "Output",
      flags: [
        {
          name: "by",
          takes: "LIST",
          help: `what to group by, with commas between, of team, team-id, key, user,\nend-user, model, response-model, provider, service, environment,\noperation, type, status, month, day, hour and trace; team,model by\ndefault; days are those of UTC`,
        },
        { name: "format", takes: "FORMAT", help: "table (default), json or csv" },
        { name: "json", help: "the same as --format json" },
      ],
    },
    FILTER,
    MAPPING,
    { title: "Other", flags: [HELP] },
  ],
  examples: [
    "litellm-span-mapper summary --by team,model --since yesterday --until today exports/",
    "litellm-span-mapper summary --by day --team blue --format csv traces.ndjson > days.csv",
  ],
};

const SCHEMA: CommandDescription = {
  inShort: "write a database's table for the records, or their JSON Schema",
  about: "Writes the statements that make a table of records in a database, or the JSON Schema of a record.",
  takesNoFiles: true,
  groups: [
    { title: "Output", flags: SCHEMA_FLAGS },
    { title: "Other", flags: [HELP] },
  ],
  examples: [
    "litellm-span-mapper schema --for duckdb | duckdb traces.db",
    "litellm-span-mapper schema --for postgres --table traces.spans | psql",
  ],
};

/** The commands in the order of the help. */
export const COMMANDS: ReadonlyMap<CommandName, CommandDescription> = new Map([
  ["map", MAP],
  ["explain", EXPLAIN],
  ["records", RECORDS],
  ["summary", SUMMARY],
  ["schema", SCHEMA],
]);

export function flagsOf(name: CommandName): readonly Flag[] {
  return COMMANDS.get(name)?.groups.flatMap(({ flags }) => flags) ?? [];
}

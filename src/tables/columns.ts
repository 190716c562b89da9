import schema from "../../schemas/fiddler-span.v1.schema.json" with { type: "json" };

/** What a column holds; each database has a type for it. */
export type ColumnKind = "text" | "integer" | "time" | "number" | "json";

/** One column of the table of spans. */
export interface Column {
  /** The member of the record in snake_case. */
  readonly name: string;
  readonly kind: ColumnKind;
  /** Never null: a member that every record has, or part of the key. */
  readonly isRequired: boolean;
  readonly description: string;
}

/** What identifies a span, whichever request it comes in. */
export const KEY_COLUMNS: readonly string[] = ["trace_id", "span_id"];

/** Columns beside the record's members, by the member from which they are read. */
const READ_FROM: ReadonlyMap<string, Column> = new Map([
  // Databases group and partition by their own time type, and most of those only hold microseconds.
  [
    "startTimeUnixNano",
    {
      name: "start_time",
      kind: "time",
      isRequired: false,
      description: "start_time_unix_nano as a time in UTC, to the microsecond",
    },
  ],
  // What most queries are about should not have to be read out of JSON.
  ["costs", { name: "total_cost", kind: "number", isRequired: false, description: "costs.total_cost in US dollars" }],
]);

interface Property {
  readonly type: string;
  readonly format?: string;
  readonly description: string;
}

const PROPERTIES: readonly (readonly [member: string, property: Property])[] = Object.entries(schema.properties);
const REQUIRED: ReadonlySet<string> = new Set(schema.required);

/** The columns of the table of spans, from the JSON Schema of a record. */
export const COLUMNS: readonly Column[] = PROPERTIES.flatMap(([member, property]) => {
  const name = columnNameOf(member);
  const column: Column = {
    name,
    kind: kindOf(property),
    isRequired: REQUIRED.has(member) || KEY_COLUMNS.includes(name),
    description: property.description,
  };
  const further = READ_FROM.get(member);
  return further === undefined ? [column] : [further, column];
});

/** `startTimeUnixNano` -> `start_time_unix_nano`; but `user` is a reserved word in SQL. */
export function columnNameOf(member: string): string {
  return member === "user" ? "user_attributes" : member.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function kindOf({ type, format }: Property): ColumnKind {
  if (type === "integer" || format === "int64" || format === "unix-nano") return "integer";
  return type === "object" ? "json" : "text";
}

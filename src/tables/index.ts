/**
 * Tables of spans for databases, and rows for them.
 *
 * @module litellm-span-mapper/tables
 */
export { rowOf, type SpanRow } from "./row.js";
export { TABLE_TARGETS, type TableTarget, tableFor } from "./table.js";

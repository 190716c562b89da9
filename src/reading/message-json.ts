import { fieldOf, textOf } from "../otlp/any-value.js";
import { plainValueOf } from "../otlp/plain-value.js";
import { type SpanView, textIn } from "./span-view.js";

/**
 * The JSON of messages on a span: the text of an attribute, or a list or map in its place, which the
 * conventions allow. Such a structure is written as JSON, so that both are read in one way. Its integers
 * beyond 2^53 become texts, as in Python's `repr`.
 */
export function messageJsonAt(view: SpanView, at: number | undefined): string | undefined {
  const text = textIn(view, at);
  return text !== undefined || at === undefined ? text : jsonOfStructure(view.valueAt(at));
}

/** The JSON of messages in the value of an attribute, as of an event. */
export function messageJsonOf(anyValue: unknown): string | undefined {
  return textOf(anyValue) ?? jsonOfStructure(anyValue);
}

function jsonOfStructure(anyValue: unknown): string | undefined {
  const structure = structureIn(anyValue);
  try {
    return structure === undefined ? undefined : JSON.stringify(structure, textOfBigInt);
  } catch {
    return undefined; // longer than a string can be
  }
}

/** A list or map that holds anything, nested no deeper than protobuf allows. */
function structureIn(anyValue: unknown): object | undefined {
  const isStructure = fieldOf(anyValue, "arrayValue") !== undefined || fieldOf(anyValue, "kvlistValue") !== undefined;
  const value = isStructure ? plainValueOf(anyValue) : undefined;
  return typeof value === "object" && value !== null && Object.keys(value).length > 0 ? value : undefined;
}

function textOfBigInt(_member: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value;
}

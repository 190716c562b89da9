import { JsonScanner } from "./json-scanner.js";
import { parseJson } from "./json-text.js";

/** One JSON document: a line of its own, or spread over several. */
export interface JsonDocument {
  readonly value: unknown;
  /** Its first line, counted from 1. */
  readonly line: number;
  /** What its second line is indented by; `undefined` for a document on one line. */
  readonly indent: string | undefined;
  /** In UTF-16 units. */
  readonly size: number;
}

/** What can't be read, and where. */
export interface Fault {
  readonly line: number;
  readonly column?: number | undefined;
  readonly message: string;
}

export type Found = { readonly document: JsonDocument } | { readonly fault: Fault };

interface Pending {
  readonly line: number;
  readonly lines: string[];
  readonly scanner: JsonScanner;
}

/** The first member of an export on a line of its own. */
const OPENING = /^\{\s*"(resourceSpans|resource|scopeSpans)"\s*:/;
const TOO_DEEP = "is nested too deeply to be parsed; the document was skipped";

/** Finds JSON documents in lines: one a line, or one over many lines. What can't be read costs its own lines and no others. */
export class DocumentReader {
  #line = 0;
  #pending: Pending | undefined;
  /** Lines that belong to a broken document may still come. */
  #isBroken = false;

  *push(text: string): Generator<Found> {
    this.#line++;
    if (/^\s*$/.test(text)) return;
    if (this.#pending === undefined) yield* this.#begin(text);
    else if (beginsAnew(text, this.#pending)) yield* this.#beginInstead(text, this.#pending);
    else yield* this.#goOn(text, this.#pending);
  }

  *end(): Generator<Found> {
    if (this.#pending !== undefined) yield { fault: cutShort(this.#pending) };
    this.#pending = undefined;
  }

  *#begin(text: string): Generator<Found> {
    const value = parsed(text);
    if (value !== undefined) {
      this.#isBroken = false;
      yield { document: { value: value.json, line: this.#line, indent: undefined, size: text.length } };
      return;
    }
    if (this.#isBroken && !/^[{[]/.test(text)) return;
    const scanner = new JsonScanner();
    const fault = scanner.push(text);
    this.#isBroken = fault !== undefined && scanner.depth > 0;
    if (fault !== undefined) yield { fault: this.#notJson(fault.column, fault.expected) };
    else if (scanner.isComplete) yield { fault: { line: this.#line, message: TOO_DEEP } };
    else this.#pending = { line: this.#line, lines: [text], scanner };
  }

  *#beginInstead(text: string, pending: Pending): Generator<Found> {
    yield { fault: cutShort(pending) };
    this.#pending = undefined;
    yield* this.#begin(text);
  }

  *#goOn(text: string, pending: Pending): Generator<Found> {
    const { expected } = pending.scanner;
    const fault = pending.scanner.push(text);
    if (fault?.column === 1 && /^[{[]/.test(text)) {
      yield { fault: cutShort(pending, expected) };
      this.#pending = undefined;
      yield* this.#begin(text);
    } else if (fault !== undefined) {
      this.#pending = undefined;
      this.#isBroken = true;
      yield { fault: this.#notJson(fault.column, fault.expected) };
    } else {
      pending.lines.push(text);
      if (pending.scanner.isComplete) yield this.#complete(pending);
    }
  }

  #complete({ line, lines }: Pending): Found {
    this.#pending = undefined;
    const text = lines.join("\n");
    const value = parsed(text);
    if (value === undefined) return { fault: { line, message: TOO_DEEP } };
    const indent = /^[ \t]*/.exec(lines[1] ?? "")?.[0];
    return { document: { value: value.json, line, indent, size: text.length } };
  }

  #notJson(column: number, expected: string): Fault {
    return { line: this.#line, column, message: `is no JSON: expected ${expected} here; the document was skipped` };
  }
}

function parsed(text: string): { readonly json: unknown } | undefined {
  try {
    return { json: parseJson(text) };
  } catch {
    return undefined;
  }
}

/** Whether a line can only be a document of its own: an export does not hold another one, unless it is a list of them. */
function beginsAnew(text: string, { lines }: Pending): boolean {
  const opening = OPENING.exec(text)?.[1];
  return opening !== undefined && OPENING.exec(lines[0] ?? "")?.[1] === opening;
}

function cutShort({ line, scanner }: Pending, expected = scanner.expected): Fault {
  return { line, message: `begins JSON that is cut short: expected ${expected} at its end; the document was skipped` };
}

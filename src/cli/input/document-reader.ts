import { documentIn, type Fault, type Found, parsed } from "./input-document.js";
import { JsonScanner } from "./json-scanner.js";
import { LONGEST_DOCUMENT, TOO_LONG } from "./limits.js";

interface Pending {
  readonly line: number;
  readonly lines: string[];
  readonly scanner: JsonScanner;
  /** The member with which the first line of an export begins. */
  readonly opening: string | undefined;
  size: number;
}

/** The first member of an export on a line of its own. */
const OPENING = /^\{\s*"(resourceSpans|resource|scopeSpans)"\s*:/;

/**
 * Finds JSON documents in lines: one per line, several on a line, or one over many lines. What can't be read
 * costs only its own lines.
 */
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

  /** As `push` with an empty line. A file may hold millions of those. */
  pushEmpty(): void {
    this.#line++;
  }

  *end(): Generator<Found> {
    if (this.#pending !== undefined) yield { fault: cutShort(this.#pending) };
    this.#pending = undefined;
  }

  *#begin(text: string): Generator<Found> {
    const value = parsed(text);
    if (value === undefined) {
      if (!this.#isBroken || /^[{[]/.test(text)) yield* this.#scan(text, 0);
      return;
    }
    this.#isBroken = false;
    yield { document: { value: value.json, line: this.#line, indent: undefined, size: text.length } };
  }

  /**
   * Reads one document after another, from an index on. Each is parsed once, so many on one line take no
   * longer than on many lines.
   */
  *#scan(text: string, from: number): Generator<Found> {
    for (let at = from; at < text.length; ) {
      const scanner = new JsonScanner();
      const end = scanner.push(text, at);
      this.#isBroken = typeof end === "object" && scanner.depth > 0;
      if (typeof end === "object") yield { fault: this.#notJson(end.column, end.expected) };
      else if (end === undefined) this.#open(text.slice(at), scanner);
      if (typeof end !== "number") return;
      yield documentIn(text.slice(at, end), this.#line, undefined);
      at = pastWhiteSpace(text, end);
    }
  }

  #open(text: string, scanner: JsonScanner): void {
    this.#pending = { line: this.#line, lines: [text], scanner, opening: OPENING.exec(text)?.[1], size: text.length };
  }

  *#beginInstead(text: string, pending: Pending): Generator<Found> {
    yield { fault: cutShort(pending) };
    this.#pending = undefined;
    yield* this.#begin(text);
  }

  *#goOn(text: string, pending: Pending): Generator<Found> {
    const { expected } = pending.scanner;
    const end = pending.scanner.push(text);
    pending.size += text.length;
    if (typeof end === "object" && end.column === 1 && /^[{[]/.test(text)) {
      yield { fault: cutShort(pending, expected) };
      this.#pending = undefined;
      yield* this.#begin(text);
    } else if (typeof end === "object") yield this.#giveUp(this.#notJson(end.column, end.expected));
    else if (pending.size > LONGEST_DOCUMENT) yield this.#giveUp({ line: pending.line, message: TOO_LONG });
    else if (end === undefined) pending.lines.push(text);
    else yield* this.#complete(pending, text, end);
  }

  #giveUp(fault: Fault): Found {
    this.#pending = undefined;
    this.#isBroken = true;
    return { fault };
  }

  *#complete({ line, lines }: Pending, last: string, end: number): Generator<Found> {
    this.#pending = undefined;
    lines.push(last.slice(0, end));
    yield documentIn(lines.join("\n"), line, /^[ \t]*/.exec(lines[1] ?? "")?.[0]);
    yield* this.#scan(last, pastWhiteSpace(last, end));
  }

  #notJson(column: number, expected: string): Fault {
    return { line: this.#line, column, message: `is not JSON: expected ${expected} here; the document was skipped` };
  }
}

function pastWhiteSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && " \t\r".includes(text.charAt(at))) at++;
  return at;
}

/**
 * Whether a line can only be a document of its own: an export does not hold another one, unless it is a list
 * of them.
 */
function beginsAnew(text: string, { opening }: Pending): boolean {
  return opening !== undefined && OPENING.exec(text)?.[1] === opening;
}

function cutShort({ line, scanner }: Pending, expected = scanner.expected): Fault {
  return { line, message: `begins JSON that is cut short: expected ${expected} at its end; the document was skipped` };
}

/** Where a text stops being JSON, and what was expected there. */
export interface JsonFault {
  /** Counted from 1. */
  readonly column: number;
  readonly expected: string;
}

type Expectation = "value" | "value or end" | "name" | "name or end" | "colon" | "comma or end" | "nothing";

const TOKEN = /[ \t\r\n]*([{}[\],:"]|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)/y;
const WHITE_SPACE = /[ \t\r\n]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** No document is nested deeper. One that is would fill the memory with open brackets. */
const DEEPEST = 1_000_000;

/**
 * Checks, line by line, whether a text is JSON so far. `JSON.parse` can't do that: it needs the whole text,
 * and its messages differ between releases of Node.
 */
export class JsonScanner {
  readonly #open: ("{" | "[")[] = [];
  #expecting: Expectation = "value";

  get isComplete(): boolean {
    return this.#expecting === "nothing";
  }

  /** How many objects and lists are open. */
  get depth(): number {
    return this.#open.length;
  }

  /** What must come next, in words. */
  get expected(): string {
    if (this.#open.length >= DEEPEST) return "less nesting";
    const end = this.#open.at(-1) === "{" ? '"}"' : '"]"';
    const words: Record<Expectation, string> = {
      value: "a value",
      "value or end": `a value or ${end}`,
      name: "a name in double quotes",
      "name or end": `a name in double quotes or ${end}`,
      colon: '":"',
      "comma or end": `"," or ${end}`,
      nothing: "nothing more",
    };
    return words[this.#expecting];
  }

  /**
   * Reads one more line, from an index on. Returns the fault where it is not JSON, the index after the
   * document where that ends on the line, and `undefined` where the document goes on.
   */
  push(line: string, from = 0): JsonFault | number | undefined {
    let at = from;
    for (;;) {
      TOKEN.lastIndex = at;
      const token = TOKEN.exec(line)?.[1];
      if (token === undefined) {
        const rest = afterWhiteSpace(line, at);
        return rest === line.length ? undefined : this.#fault(rest);
      }
      const start = TOKEN.lastIndex - token.length;
      if (!this.#accept(token)) return this.#fault(start);
      at = token === '"' ? stringEndOf(line, start) : TOKEN.lastIndex;
      if (at > line.length) return { column: line.length + 1, expected: "a closing double quote" };
      if (at < 0) return { column: -at, expected: "an escaped character" };
      if (this.isComplete) return at;
    }
  }

  #fault(at: number): JsonFault {
    return { column: at + 1, expected: this.expected };
  }

  #accept(token: string): boolean {
    const expecting = this.#expecting;
    if (token === ":") return expecting === "colon" && this.#expect("value");
    if (token === ",") return expecting === "comma or end" && this.#expect(this.#open.at(-1) === "{" ? "name" : "value");
    if (token === "}" || token === "]") return this.#close(token);
    if (expecting === "name" || expecting === "name or end") return token === '"' && this.#expect("colon");
    if (expecting !== "value" && expecting !== "value or end") return false;
    if (token !== "{" && token !== "[") return this.#expectAfterValue();
    if (this.#open.length >= DEEPEST) return false;
    this.#open.push(token);
    return this.#expect(token === "{" ? "name or end" : "value or end");
  }

  #close(token: "}" | "]"): boolean {
    const mayEnd = this.#expecting.endsWith("or end") && this.#open.at(-1) === (token === "}" ? "{" : "[");
    if (mayEnd) this.#open.pop();
    return mayEnd && this.#expectAfterValue();
  }

  #expectAfterValue(): true {
    return this.#expect(this.#open.length === 0 ? "nothing" : "comma or end");
  }

  #expect(next: Expectation): true {
    this.#expecting = next;
    return true;
  }
}

function afterWhiteSpace(line: string, at: number): number {
  WHITE_SPACE.lastIndex = at;
  WHITE_SPACE.exec(line);
  return WHITE_SPACE.lastIndex;
}

/**
 * The index after the string that begins at `start`; beyond the line where it does not end; minus the column
 * where a character must not be in a string.
 */
export function stringEndOf(line: string, start: number): number {
  for (let at = start + 1; at < line.length; at++) {
    const code = line.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (code < 0x20) return -(at + 1);
    if (code !== 0x5c) continue;
    ESCAPE.lastIndex = at;
    const escaped = ESCAPE.exec(line)?.[0];
    if (escaped === undefined) return at + 1 >= line.length ? line.length + 1 : -(at + 1);
    at += escaped.length - 1;
  }
  return line.length + 1;
}

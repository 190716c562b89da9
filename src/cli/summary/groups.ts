import type { FiddlerSpan } from "litellm-span-mapper";
import { sumOf } from "../otlp/values.js";
import type { Dimension } from "./dimensions.js";

/** What calls add up to. */
export interface Sums {
  readonly calls: number;
  readonly failed: number;
  readonly input: bigint;
  readonly output: bigint;
  readonly total: bigint;
  /** US dollars. */
  readonly cost: number;
}

/** Calls that agree in what they are grouped by. */
export interface Group extends Sums {
  /** One for each dimension; `undefined` where the calls don't tell it. */
  readonly keys: readonly (string | undefined)[];
}

const NOTHING: Sums = { calls: 0, failed: 0, input: 0n, output: 0n, total: 0n, cost: 0 };

/** Adds up records as they come, and keeps none of them. */
export class Groups {
  readonly #by: readonly Dimension[];
  readonly #groups = new Map<string, Group>();
  #totals = NOTHING;

  constructor(by: readonly Dimension[]) {
    this.#by = by;
  }

  /** Adds a call; other spans are passed over. */
  add(record: FiddlerSpan): void {
    if (!isCall(record)) return;
    const keys = this.#by.map(({ keyOf }) => keyOf(record));
    // `undefined` is `null` in JSON, and no text is.
    const name = JSON.stringify(keys);
    const sums = this.#groups.get(name) ?? NOTHING;
    this.#groups.set(name, { keys, ...sumsWith(sums, record) });
    this.#totals = sumsWith(this.#totals, record);
  }

  get totals(): Sums {
    return this.#totals;
  }

  /** Times in their order, and of one time what cost most first. */
  sorted(): readonly Group[] {
    const timesAt = this.#by.flatMap(({ isTime }, at) => (isTime ? [at] : []));
    return [...this.#groups.values()].sort((a, b) => {
      for (const at of timesAt) {
        const order = compared(a.keys[at] ?? "", b.keys[at] ?? "");
        if (order !== 0) return order;
      }
      return b.cost - a.cost || b.calls - a.calls || compared(JSON.stringify(a.keys), JSON.stringify(b.keys));
    });
  }
}

/** A generated text, or whatever else LiteLLM tells tokens or cost of: embeddings, images, speech. */
function isCall({ type, inputTokens, outputTokens, totalTokens, costs }: FiddlerSpan): boolean {
  return type === "llm" || (inputTokens ?? outputTokens ?? totalTokens ?? costs.total_cost) !== undefined;
}

function sumsWith({ calls, failed, input, output, total, cost }: Sums, record: FiddlerSpan): Sums {
  return {
    calls: calls + 1,
    failed: failed + (record.status === "error" ? 1 : 0),
    input: input + countOf(record, "inputTokens", "gen_ai.usage.input_tokens"),
    output: output + countOf(record, "outputTokens", "gen_ai.usage.output_tokens"),
    total: total + countOf(record, "totalTokens", "gen_ai.usage.total_tokens"),
    cost: sumOf(cost, record.costs.total_cost ?? 0),
  };
}

/** A count beyond 2^53 stays among a record's attributes, as a `bigint`. */
function countOf(record: FiddlerSpan, member: "inputTokens" | "outputTokens" | "totalTokens", key: string): bigint {
  const count = record[member] ?? record.attributes[key];
  return typeof count === "number" && Number.isSafeInteger(count) ? BigInt(count) : typeof count === "bigint" ? count : 0n;
}

function compared(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

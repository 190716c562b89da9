/** The worker's parts that need no broker. `npm run test:kafka` runs the whole. */
import type { Message } from "@platformatic/kafka";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { HeldPartition } from "../examples/kafka/held-partition.js";
import { mappedRequest, messagesWithin } from "../examples/kafka/mapped-request.js";
import { fiddlerSpansFrom, fiddlerSpansOf } from "../src/index.js";
import { rowOf } from "../src/tables/index.js";
import { otlpJson } from "./otlp-forms.js";
import { litellmTraces, span } from "./spans.js";

const NOW = 1_795_461_211_000;
const traceOf = (digit: number) => String(digit).repeat(32);

function message(offset: bigint, trace: string, timestamp: number): Message {
  const value = Buffer.from(otlpJson.encode(litellmTraces(span({}, { traceId: trace }))));
  return { offset, value, timestamp: BigInt(timestamp) } as Message;
}

describe("a partition whose time is that of the log", () => {
  beforeEach(() => void vi.useFakeTimers({ now: NOW }));
  afterEach(() => void vi.useRealTimers());

  const partition = () => new HeldPartition({ quietMillis: 1000 });
  const takenFrom = (held: HeldPartition) => [...held.takeReady()].length;

  test("read late, a trace is whole where the log went on for the quiet time, however fast it is read", () => {
    const held = partition();
    held.add(message(0n, traceOf(1), NOW - 3_600_000));
    held.add(message(1n, traceOf(2), NOW - 3_599_100));
    expect(takenFrom(held)).toBe(0);
    held.add(message(2n, traceOf(3), NOW - 3_599_000));
    expect(takenFrom(held)).toBe(1);
    expect(held.storedTo).toBe(1n);
  });

  test("while nothing comes, time passes", () => {
    const held = partition();
    held.add(message(0n, traceOf(1), NOW - 3_600_000));
    for (let polls = 0; polls < 9; polls++) {
      vi.advanceTimersByTime(100);
      expect(takenFrom(held)).toBe(0);
    }
    vi.advanceTimersByTime(100);
    expect(takenFrom(held)).toBe(1);
    expect(held.storedTo).toBe(1n);
  });

  test("a store that takes long is not a quiet time", () => {
    const held = partition();
    held.add(message(0n, traceOf(1), NOW - 3_600_000));
    vi.advanceTimersByTime(60_000);
    expect(takenFrom(held)).toBe(0);
  });

  test("a sender whose clock is ahead does not end the traces of others", () => {
    const held = partition();
    held.add(message(0n, traceOf(1), NOW));
    held.add(message(1n, traceOf(2), NOW + 3_600_000));
    expect(takenFrom(held)).toBe(0);
  });

  test("a message that is read again is held once, and bytes that are not a request throw, and count as read", () => {
    const held = partition();
    for (const offset of [5n, 6n, 5n, 6n]) held.add(message(offset, traceOf(1), NOW));
    expect(held.traces.stats().held.spans).toBe(2);
    const poison = { offset: 7n, value: Buffer.from("not a request"), timestamp: BigInt(NOW) } as Message;
    expect(() => held.add(poison)).toThrow("The bytes are not a well-formed request");
    const nothing = { offset: 8n, timestamp: BigInt(NOW) } as Message;
    expect(() => held.add(nothing)).toThrow("The request must be a Uint8Array, not undefined");
    expect([held.next, held.storedTo]).toEqual([9n, 5n]);
  });
});

describe("a mapped request as messages", () => {
  const input = litellmTraces(...Array.from({ length: 8 }, (_, at) => span({ "gen_ai.operation.name": `chat ${at}` })));
  const { bytes: mapped, spans } = mappedRequest(otlpJson.encode(input), {});
  const size = mapped.length;

  test.each<[string, number, number]>([
    ["one, where it fits", size, 1],
    ["halves, where it is too large", size - 1, 2],
    ["one for each span, where no two fit", 1, 8],
  ])("%s", (_name, maxBytes, count) => {
    const messages = [...messagesWithin(maxBytes, mapped)];
    expect(messages.length).toBe(count);
    expect(messages.filter(({ length }) => length > maxBytes).length).toBe(count === 8 ? 8 : 0);
    const rows = messages.flatMap((bytes) => fiddlerSpansOf(otlpJson.decode(bytes))).map(rowOf);
    expect(rows).toEqual(fiddlerSpansFrom(input).map(rowOf));
  });

  test("the records are those of the request", () => {
    expect(spans.map(rowOf)).toEqual(fiddlerSpansFrom(input).map(rowOf));
  });

  test("nothing, where there is nothing", () => {
    expect([...messagesWithin(1, new Uint8Array())].map(({ length }) => length)).toEqual([0]);
  });
});

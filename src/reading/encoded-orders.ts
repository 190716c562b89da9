import { layoutOfNames } from "./layout-memory.js";
import type { Layout } from "./span-layout.js";

/** The names of attributes, as the bytes they came in. */
export interface EncodedNames {
  readonly count: number;
  readonly data: DataView;
  keyStartAt(at: number): number;
  keyEndAt(at: number): number;
  /** Decoded. */
  nameAt(at: number): string;
}

/**
 * The names of a span's attributes in one array: for each, its length in bytes, then its bytes, four to a
 * number. The last number of a name holds its last four bytes, even where they overlap those before. In a
 * name of fewer than four, each number holds one byte.
 */
interface KnownOrder {
  readonly words: Int32Array;
  readonly layout: Layout;
}

/**
 * Known orders of names, by a number computed from some of the names. Spans of a kind have the same names, so
 * what the names say is found by comparing bytes, and no name is decoded. The memory is bounded, because
 * names come from the wire. Of the orders that share a number, the most recent few are kept, the latest
 * first.
 */
const known = new Map<number, KnownOrder[]>();
const MAX_SIZE = 2_000_000;
const ORDER_SIZE = 2000;
const MAX_OF_NUMBER = 4;
let size = 0;

/** What the names of these attributes say. */
export function layoutOfEncoded(names: EncodedNames): Layout {
  const number = numberOf(names);
  const orders = known.get(number);
  if (orders !== undefined) {
    for (let at = 0; at < orders.length; at++) {
      const order = orders[at] as KnownOrder;
      if (!isOrderOf(names, order.words)) continue;
      if (at > 0) [orders[0], orders[at]] = [order, orders[0] as KnownOrder];
      return order.layout;
    }
  }
  const layout = layoutOfNames(names.count, (at) => names.nameAt(at));
  remember(number, { words: wordsOf(names), layout });
  return layout;
}

function remember(number: number, order: KnownOrder): void {
  if (size > MAX_SIZE) {
    known.clear();
    size = 0;
  }
  size += ORDER_SIZE + 4 * order.words.length;
  const orders = known.get(number);
  if (orders === undefined) known.set(number, [order]);
  else {
    if (orders.length === MAX_OF_NUMBER) orders.pop();
    orders.unshift(order);
  }
}

/** How many names the number is computed from, at most. */
const SAMPLES = 8;

function numberOf(names: EncodedNames): number {
  const { count } = names;
  let number = count;
  for (let at = 0, step = 1 + Math.floor(count / SAMPLES); at < count; at += step) {
    number = (Math.imul(number, 31) + endOf(names, at)) | 0;
  }
  return number;
}

/** A number for the end of a name and its length. */
function endOf(names: EncodedNames, at: number): number {
  const end = names.keyEndAt(at);
  const length = end - names.keyStartAt(at);
  return length < 4 ? length : names.data.getInt32(end - 4, true) ^ (length << 8);
}

function isOrderOf(names: EncodedNames, words: Int32Array): boolean {
  const { count, data } = names;
  let word = 0;
  for (let at = 0; at < count; at++) {
    const start = names.keyStartAt(at);
    const end = names.keyEndAt(at);
    if (words[word++] !== end - start) return false;
    if (end - start < 4) {
      for (let byte = start; byte < end; byte++) if (data.getUint8(byte) !== words[word++]) return false;
      continue;
    }
    const last = end - 4;
    for (let from = start; from < last; from += 4) if (data.getInt32(from, true) !== words[word++]) return false;
    if (data.getInt32(last, true) !== words[word++]) return false;
  }
  return word === words.length;
}

function wordsOf(names: EncodedNames): Int32Array {
  const words: number[] = [];
  for (let at = 0; at < names.count; at++) {
    const [start, end] = [names.keyStartAt(at), names.keyEndAt(at)];
    words.push(end - start);
    if (end - start < 4) for (let byte = start; byte < end; byte++) words.push(names.data.getUint8(byte));
    else {
      for (let from = start; from < end - 4; from += 4) words.push(names.data.getInt32(from, true));
      words.push(names.data.getInt32(end - 4, true));
    }
  }
  return Int32Array.from(words);
}

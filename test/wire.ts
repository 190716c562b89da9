/** Requests written field by field, in forms that no encoder writes. */

export type Bytes = Uint8Array | readonly number[];

/** A length-delimited field. */
export function field(number: number, ...contents: readonly Bytes[]): Uint8Array {
  const content = Buffer.concat(contents.map((each) => Uint8Array.from(each)));
  return Buffer.concat([varint(number * 8 + 2), varint(content.length), content]);
}

export function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Uint8Array.from([...bytes, rest]);
}

/** The bytes of a text. */
export const text = (value: string) => Buffer.from(value);
export const TRACE_ID = field(1, Buffer.from("0af7651916cd43dd8448eb211c80319c", "hex"));
/** An attribute of a span; its value may come in parts of an `AnyValue`. */
export const attribute = (key: string, ...value: readonly Bytes[]) => field(9, field(1, text(key)), field(2, ...value));
/** A request with one span. */
export const inSpan = (...fields: readonly Bytes[]) => field(1, field(2, field(2, TRACE_ID, ...fields)));

export const GROUP = (number: number, ...content: readonly Uint8Array[]) =>
  Buffer.concat([varint(number * 8 + 3), ...content, varint(number * 8 + 4)]);
/** Something within itself, so many times. */
export const nested = (depth: number, wrap: (inner: Uint8Array) => Uint8Array) => {
  let inner: Uint8Array = new Uint8Array();
  for (let level = 0; level < depth; level++) inner = wrap(inner);
  return inner;
};
/** A list of one value. */
export const inList = (value: Uint8Array) => field(5, field(1, value));

/** Fields that OTLP does not know, of every kind. */
export const UNKNOWN: readonly (readonly [string, Uint8Array])[] = [
  ["a number", Uint8Array.from([...varint(1000 * 8), 5])],
  ["a number of 10 bytes", Uint8Array.from([...varint(1000 * 8), ...Array(9).fill(0xff), 1])],
  ["64 bits", Uint8Array.from([...varint(1000 * 8 + 1), 1, 2, 3, 4, 5, 6, 7, 8])],
  ["32 bits", Uint8Array.from([...varint(1000 * 8 + 5), 1, 2, 3, 4])],
  ["bytes that are no message", field(1000, [0xff, 0xff])],
  ["the greatest number", field(536870911, text("x"))],
  ["a group", GROUP(1000, varint(8), varint(1), GROUP(2, field(3, text("x"))), GROUP(1000))],
];

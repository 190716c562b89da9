/**
 * The largest document, in bytes or UTF-16 units: it is held in memory as a whole. V8's longest string is
 * twice as long.
 */
export const LONGEST_DOCUMENT = 1 << 28;

export const TOO_LONG = "holds a document of more than 256 MiB, which is more than is read at once; split it";

/**
 * How many JSON values or protobuf messages it may hold. Each takes up to a hundred bytes once decoded, an
 * empty one two or three before.
 */
export const MOST_VALUES = 1 << 24;

export const TOO_MANY_VALUES = "holds more than 16,777,216 values, which is more than is read at once; split the document";

/**
 * How many spans, scopes and resources it may hold. Each takes a few kilobytes while it is mapped. Exporters
 * send some hundreds at once.
 */
export const MOST_SPANS = 300_000;

export const TOO_MANY_SPANS = "holds more than 300,000 spans, which is more than is mapped at once; split the document";

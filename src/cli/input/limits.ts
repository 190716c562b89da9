/** A document is held in memory as a whole: so much, in bytes or UTF-16 units, and V8's longest string is twice that. */
export const LONGEST_DOCUMENT = 1 << 28;

export const TOO_LONG = "holds a document of more than 256 MiB, which is more than is read at once; split it";

/** Values of JSON, or messages of protobuf: each takes up to a hundred bytes once it is decoded, and an empty one two or three before. */
export const MOST_VALUES = 1 << 24;

export const TOO_MANY_VALUES = "holds more than 16,777,216 values, which is more than is read at once; split the document";

/** Each takes a few kilobytes while it is mapped. Exporters send some hundreds at once. */
export const MOST_SPANS = 300_000;

export const TOO_MANY_SPANS = "holds more than 300,000 spans, which is more than is mapped at once; split the document";

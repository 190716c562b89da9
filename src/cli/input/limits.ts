/** A document is held in memory as a whole: so much, in bytes or UTF-16 units, and V8's longest string is twice that. */
export const LONGEST_DOCUMENT = 1 << 28;

export const TOO_LONG = "holds a document of more than 256 MiB, which is more than is read at once; split it";

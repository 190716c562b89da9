import { isUtf8 as isStrictUtf8 } from "node:buffer";
import { expect, test } from "vitest";
import { isUtf8 } from "../src/wire/utf8.js";

/** ASCII, and both sides of each end of the ranges that a first or a second byte may have. */
const ENDS = [
  0x00, 0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1,
  0xf3, 0xf4, 0xf5, 0xff,
];
const FIRST = [...new Set([...ENDS, ...Array.from({ length: 128 }, (_, at) => 128 + at)])];
const LATER = [0x41, 0x7f, 0x80, 0xbf, 0xc0];
const BYTES = [FIRST, ENDS, LATER, LATER];

/** A text is a part of a request: what stands around it may look like the rest of a character that was cut. */
const AROUND = [0x80, 0x80, 0x80];

test.each([1, 2, 3, 4])("a text of %i bytes is UTF-8 where a strict decoder takes it", (length) => {
  const texts = BYTES.slice(0, length).reduce<number[][]>(
    (all, next) => all.flatMap((text) => next.map((byte) => [...text, byte])),
    [[]],
  );
  const wrong = texts.filter((text) => {
    const is = isUtf8(Uint8Array.from([...AROUND, ...text, ...AROUND]), AROUND.length, AROUND.length + length);
    return is !== isStrictUtf8(Uint8Array.from(text));
  });
  expect(wrong).toEqual([]);
});

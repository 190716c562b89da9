import { expect, test } from "vitest";
import { isUtf8 } from "../src/wire/utf8.js";

const decoder = new TextDecoder("utf-8", { fatal: true });

function isDecoded(bytes: Uint8Array): boolean {
  try {
    decoder.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

const LATER = [0x7f, 0x80, 0xbf, 0xc0];
/** All bytes that are not ASCII, the ends of the ranges that a second byte may have, and what may stand behind. */
const BYTES = [
  Array.from({ length: 128 }, (_, at) => 128 + at),
  [0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff],
  LATER,
  LATER,
];

/** A text is a part of a request: what stands around it may look like the rest of a character that was cut. */
const AROUND = [0x80, 0x80, 0x80];

test.each([1, 2, 3, 4])("a text of %i bytes is UTF-8 where a strict decoder takes it", (length) => {
  const texts = BYTES.slice(0, length).reduce<number[][]>(
    (all, next) => all.flatMap((text) => next.map((byte) => [...text, byte])),
    [[]],
  );
  const wrong = texts.filter((text) => {
    const is = isUtf8(Uint8Array.from([...AROUND, ...text, ...AROUND]), AROUND.length, AROUND.length + length);
    return is !== isDecoded(Uint8Array.from(text));
  });
  expect(wrong).toEqual([]);
});

import { type Bytes, bytesWithData, copyBytes } from "./copied-bytes.js";

/**
 * Long parts of the input that a message keeps. They are copied when everything else is written, straight
 * into the result. So each is copied once, and takes no other memory.
 */
export class LongParts {
  /** Bytes of all parts. */
  size = 0;
  /**
   * Three numbers for each: the position in the output before which the part goes, and its start and end in
   * the input.
   */
  readonly #places: number[] = [];

  add(position: number, start: number, end: number): void {
    this.#places.push(position, start, end);
    this.size += end - start;
  }

  /** What was written after a position has moved. */
  move(position: number, by: number): void {
    const places = this.#places;
    for (let at = places.length - 3; at >= 0 && (places[at] as number) >= position; at -= 3)
      places[at] = (places[at] as number) + by;
  }

  /** The output up to `end`, with the parts in their places. */
  within(output: Bytes, end: number, input: Bytes): Uint8Array {
    const places = this.#places;
    if (places.length === 0) return output.bytes.slice(0, end);
    const result = bytesWithData(new Uint8Array(end + this.size));
    let used = 0;
    let from = 0;
    for (let at = 0; at < places.length; at += 3) {
      const to = places[at] as number;
      used = copyBytes(output, from, to, result, used);
      used = copyBytes(input, places[at + 1] as number, places[at + 2] as number, result, used);
      from = to;
    }
    copyBytes(output, from, end, result, used);
    return result.bytes;
  }
}

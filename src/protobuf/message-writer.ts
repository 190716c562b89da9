/** The bytes that a length-delimited field of a number below 16 takes, with its tag and length. */
export function fieldSize(length: number): number {
  return 1 + varintSize(length) + length;
}

function varintSize(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) size++;
  return size;
}

/** Writes a message whose size is known, from its beginning to its end. */
export class MessageWriter {
  readonly bytes: Uint8Array;
  #at = 0;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
  }

  /** The head of a length-delimited field, of a number below 16; its content comes next. */
  begin(number: number, length: number): void {
    this.bytes[this.#at++] = number * 8 + 2;
    let rest = length;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.bytes[this.#at++] = (rest % 128) + 128;
    this.bytes[this.#at++] = rest;
  }

  /** Bytes as they are. */
  write(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }
}

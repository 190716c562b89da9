import { visible } from "../render/visible.js";

const FIRST_AFTER_MS = 1000;
const EVERY_MS = 200;
const CLEAR_LINE = "\r\x1b[K";

/** How far reading has come, on one line of standard error that is overwritten and removed at the end. */
export class Progress {
  readonly #write: ((text: string) => void) | undefined;
  #name = "";
  #size: number | undefined;
  #read = 0;
  #nextAt = performance.now() + FIRST_AFTER_MS;
  #isShown = false;

  /** Without somewhere to write to, nothing is shown. */
  constructor(write?: (text: string) => void) {
    this.#write = write;
  }

  begin(name: string, size: number | undefined): void {
    this.#name = name;
    this.#size = size;
    this.#read = 0;
  }

  /** The same bytes, counted. */
  async *counted(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.#read += chunk.byteLength;
      this.#showSometimes();
      yield chunk;
    }
  }

  /** Removes the line, so that something else can be written there. */
  clear(): void {
    if (this.#isShown) this.#write?.(CLEAR_LINE);
    this.#isShown = false;
  }

  #showSometimes(): void {
    const now = performance.now();
    if (this.#write === undefined || now < this.#nextAt) return;
    this.#nextAt = now + EVERY_MS;
    this.#isShown = true;
    this.#write(`${CLEAR_LINE}${visible(this.#name)}  ${megabytes(this.#read)}${this.#share()}`);
  }

  #share(): string {
    return this.#size ? ` of ${megabytes(this.#size)}, ${Math.floor((100 * this.#read) / this.#size)} %` : "";
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

import { visible } from "../render/visible.js";

/** What could not be read, and where. */
export interface Problem {
  readonly file: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly message: string;
}

/** So many problems of one file are told one by one. */
const TOLD_PER_FILE = 20;

/** Tells problems of the input on standard error as they come. */
export class Problems {
  readonly #write: (text: string) => void;
  #count = 0;
  #inFile = 0;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** How many there were. */
  get count(): number {
    return this.#count;
  }

  report({ file, line, column, message }: Problem): void {
    this.#count++;
    if (++this.#inFile > TOLD_PER_FILE) return;
    const place = [file, line, column].filter((part) => part !== undefined).join(":");
    this.#say(`${place}: ${message}`);
  }

  /** Tells how many problems were passed over. */
  endOfFile(file: string): void {
    const untold = this.#inFile - TOLD_PER_FILE;
    if (untold > 0) this.#say(`${file}: ${untold} more like these`);
    this.#inFile = 0;
  }

  /** A remark that is no problem of the input. */
  note(message: string): void {
    this.#say(message);
  }

  #say(message: string): void {
    this.#write(`litellm-span-mapper: ${visible(message)}\n`);
  }
}

import { visible } from "../render/visible.js";

/** What could not be read, and where. */
export interface Problem {
  readonly file: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly message: string;
}

/** This many problems of a file, or of all files in a folder, are reported one by one. */
const REPORTED_PER_NAME = 20;

/** Reports problems of the input on standard error as they come. */
export class Problems {
  readonly #write: (text: string) => void;
  #count = 0;
  #ofName = 0;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** How many there were. */
  get count(): number {
    return this.#count;
  }

  report({ file, line, column, message }: Problem): void {
    this.#count++;
    if (++this.#ofName > REPORTED_PER_NAME) return;
    const place = [file, line, column].filter((part) => part !== undefined).join(":");
    this.#say(`${place}: ${message}`);
  }

  /** Says how many more problems there were for a name on the command line. */
  endOfName(name: string): void {
    const more = this.#ofName - REPORTED_PER_NAME;
    if (more > 0) this.#say(`${name}: ${more} more like these`);
    this.#ofName = 0;
  }

  /** A remark that is not a problem of the input. */
  note(message: string): void {
    this.#say(message);
  }

  #say(message: string): void {
    this.#write(`litellm-span-mapper: ${visible(message)}\n`);
  }
}

import { once } from "node:events";

/** Thrown where the output can't be written, in words for the user. */
export class OutputError extends Error {}

const REASONS: ReadonlyMap<unknown, string> = new Map([
  ["ENOSPC", "no space is left on the device"],
  ["EDQUOT", "the quota is used up"],
  ["EFBIG", "the file would be too large"],
  ["EIO", "the device fails"],
]);

/** Standard output that waits where its reader is slow, and knows when the reader has gone. */
export class Output {
  readonly #stream: NodeJS.WriteStream;
  #failure: OutputError | undefined;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    stream.on("error", (error: NodeJS.ErrnoException) => this.#fail(error));
  }

  async write(text: string): Promise<void> {
    this.#check();
    if (!this.#stream.write(text)) await once(this.#stream, "drain").catch(() => undefined);
    this.#check();
  }

  /** Waits for what is still on its way. */
  async end(): Promise<void> {
    await new Promise<void>((resolve) => this.#stream.write("", () => resolve()));
    this.#check();
  }

  #check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  #fail(error: NodeJS.ErrnoException): void {
    // `| head` has read enough. Nothing is wrong, and nothing is left to do.
    if (error.code === "EPIPE") process.exit();
    this.#failure ??= new OutputError(`standard output can't be written: ${REASONS.get(error.code) ?? error.message}`);
  }
}

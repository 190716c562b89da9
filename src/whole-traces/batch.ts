import type { Link, LinkedList } from "./linked-list.js";

/** One call of `add`. It stays in the list while a span of it is held. */
export class Batch<Token> {
  readonly token: Token;
  readonly #list: LinkedList<Batch<Token>>;
  #link: Link<Batch<Token>> | undefined;
  #held = 0;

  constructor(token: Token, list: LinkedList<Batch<Token>>) {
    this.token = token;
    this.#list = list;
  }

  hold(): void {
    if (this.#held++ === 0) this.#link = this.#list.append(this);
  }

  release(): void {
    if (--this.#held === 0 && this.#link !== undefined) this.#list.remove(this.#link);
  }
}

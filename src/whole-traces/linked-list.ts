/** An entry of a `LinkedList`. */
export interface Link<T> {
  value: T;
  before: Link<T> | undefined;
  after: Link<T> | undefined;
}

/**
 * A list that finds its first entry, and removes any, in constant time. (Finding the first entry of a `Map`
 * from which much was deleted is slow: V8 passes over everything that was deleted, each time.)
 */
export class LinkedList<T> {
  #first: Link<T> | undefined;
  #last: Link<T> | undefined;

  get first(): T | undefined {
    return this.#first?.value;
  }

  append(value: T): Link<T> {
    const link: Link<T> = { value, before: undefined, after: undefined };
    this.#attach(link);
    return link;
  }

  takeFirst(): T | undefined {
    const first = this.#first;
    if (first !== undefined) this.remove(first);
    return first?.value;
  }

  remove(link: Link<T>): void {
    if (link.before === undefined) this.#first = link.after;
    else link.before.after = link.after;
    if (link.after === undefined) this.#last = link.before;
    else link.after.before = link.before;
  }

  moveToEnd(link: Link<T>): void {
    if (link === this.#last) return;
    this.remove(link);
    this.#attach(link);
  }

  #attach(link: Link<T>): void {
    link.before = this.#last;
    link.after = undefined;
    if (this.#last === undefined) this.#first = link;
    else this.#last.after = link;
    this.#last = link;
  }
}

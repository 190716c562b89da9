import { shown } from "../shown-value.js";

/** The time that has passed by what the host says: never less than before, for a clock that is set back stands still here. */
export class HostTime {
  /** Milliseconds since the host first told the time. */
  elapsed = 0;
  #now: number | undefined;

  pass(now: number): void {
    if (!Number.isFinite(now)) throw new TypeError(`The time must be a number of milliseconds, not ${shown(now)}.`);
    this.elapsed += Math.max(0, now - (this.#now ?? now));
    this.#now = now;
  }
}

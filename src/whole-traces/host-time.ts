import { shown } from "../shown-value.js";

/** The time that has passed, by the host's clock. It never goes back: where the clock is set back, it stands still. */
export class HostTime {
  /** Milliseconds since the host first passed a time. */
  elapsed = 0;
  #now: number | undefined;

  pass(now: number): void {
    if (!Number.isFinite(now)) throw new TypeError(`The time must be a number of milliseconds, not ${shown(now)}.`);
    this.elapsed += Math.max(0, now - (this.#now ?? now));
    this.#now = now;
  }
}

import type { WholeTracesStats } from "./stats.js";

/**
 * Holds the spans of OTLP requests until their traces are whole, and hands back requests of whole traces.
 * Every span that goes in comes out once. It has no timer and no clock: the host passes the time to each
 * call, in milliseconds from any starting point. A clock that is set back counts as if no time had passed.
 */
export interface WholeTraces<Request, Token = unknown> {
  /**
   * Takes the spans of a request. The request is not changed. Call `takeReady` afterwards: what exceeds a
   * bound leaves there.
   *
   * A span whose trace id is not valid (not 16 bytes, or all zero) belongs to no trace: it is not held, and
   * leaves with the next `takeReady`, in a request without other traces.
   *
   * @param token Anything from which the host knows where the request came from, such as its offset in a log:
   * see `oldestToken`.
   * @throws {MalformedProtobufError} for bytes that are not a well-formed request; nothing of it is kept.
   */
  add(request: Request, now: number, token?: Token): void;

  /**
   * Hands back what is due to leave, one request after another. Each is made when asked for; what is not
   * asked for stays held. A request has its spans under their resources and scopes, and never splits what
   * leaves of one trace.
   */
  takeReady(now: number): IterableIterator<Request>;

  /** Hands back everything that is held, in the same way. */
  flush(): IterableIterator<Request>;

  /**
   * The token of the oldest request of which a span is still held; `undefined` where nothing is held.
   * Everything that was added before that request has been handed back, so a host that has stored it need not
   * read it again.
   */
  oldestToken(): Token | undefined;

  /** How much is held, and what has left and why. */
  stats(): WholeTracesStats;
}

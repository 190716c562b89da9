/** Thrown for bytes that are not the protobuf message they should be. */
export class MalformedProtobufError extends Error {
  override readonly name = "MalformedProtobufError";
  /** The byte at which reading failed, counted from 0 at the beginning of the request. */
  readonly offset: number;
  /** What was expected there. */
  readonly expected: string;

  constructor(offset: number, expected: string) {
    super(`The bytes are not a well-formed request: expected ${expected} at byte ${offset}.`);
    this.offset = offset;
    this.expected = expected;
  }
}

/** A file that can't be read, or not to its end, in words for its user. */
export class UnreadableFile extends Error {}

/** Whether a value from the wire has members at all. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** A repeated field of a message; a member that is missing or not a list reads as an empty one. */
export function listOf(message: unknown, member: string): readonly unknown[] {
  const list = isObject(message) ? message[member] : undefined;
  return Array.isArray(list) ? list : [];
}

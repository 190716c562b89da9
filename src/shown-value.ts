/** A value that a host gave, for an error message. */
export function shown(value: unknown): string {
  // JSON writes null for numbers that it has no form for.
  if (typeof value === "number") return String(value);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return typeof value;
  }
}

/** A value that the host passed in, as shown in an error message. */
export function shown(value: unknown): string {
  // JSON would write null for NaN and the infinities.
  if (typeof value === "number") return String(value);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return typeof value;
  }
}

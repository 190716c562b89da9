const BACKSLASH = 0x5c;

/**
 * The index of the quote that closes the string whose opening quote is at `start`, in JSON or Python; -1
 * where it is not closed.
 */
export function endOfString(text: string, start: number): number {
  const quote = text[start] as string;
  let at = text.indexOf(quote, start + 1);
  while (at !== -1 && isEscaped(text, at)) at = text.indexOf(quote, at + 1);
  return at;
}

/** Whether an odd number of backslashes precedes the character. */
export function isEscaped(text: string, index: number): boolean {
  let at = index;
  while (text.charCodeAt(at - 1) === BACKSLASH) at--;
  return (index - at) % 2 === 1;
}

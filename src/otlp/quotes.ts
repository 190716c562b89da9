const BACKSLASH = 0x5c;

/** Where the string ends whose opening quote stands at `start`, in JSON or Python: its closing quote, or -1. */
export function endOfString(text: string, start: number): number {
  const quote = text[start] as string;
  let at = text.indexOf(quote, start + 1);
  while (at !== -1 && isEscaped(text, at)) at = text.indexOf(quote, at + 1);
  return at;
}

/** Whether an odd number of backslashes stands before the character. */
export function isEscaped(text: string, index: number): boolean {
  let at = index;
  while (text.charCodeAt(at - 1) === BACKSLASH) at--;
  return (index - at) % 2 === 1;
}

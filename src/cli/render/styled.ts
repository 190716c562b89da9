import { visible } from "./visible.js";

export type Style = "bold" | "dim" | "green" | "yellow" | "red";

/** A piece of a line. Only `piece` makes one, so that no control character from the wire gets into it. */
export interface Piece {
  readonly text: string;
  readonly style?: Style | undefined;
}

export type Line = readonly Piece[];

export function piece(text: string, style?: Style): Piece {
  return { text: visible(text), style };
}

const CODES: Record<Style, string> = { bold: "1", dim: "2", green: "32", yellow: "33", red: "31" };

/** Lines as text, with or without colour; white space at their ends is left out. */
export function painted(lines: readonly Line[], colour: boolean): string {
  return lines
    .map(
      (line) =>
        `${trimmedEnd(line)
          .map((one) => paintedPiece(one, colour))
          .join("")}\n`,
    )
    .join("");
}

function paintedPiece({ text, style }: Piece, colour: boolean): string {
  return colour && style !== undefined && text !== "" ? `\x1b[${CODES[style]}m${text}\x1b[0m` : text;
}

function trimmedEnd(line: Line): Line {
  const last = line.findLastIndex(({ text }) => text.trim() !== "");
  return line.slice(0, last + 1).map((one, at) => (at === last ? { ...one, text: one.text.trimEnd() } : one));
}

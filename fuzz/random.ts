/** Random choices that a seed fixes, on every platform alike. */
export interface Random {
  /** A number from 0 up to, not including, 1. */
  next(): number;
  /** A whole number from 0 up to, not including, `end`. */
  below(end: number): number;
  /** True once in `times`. */
  oneIn(times: number): boolean;
  pick<T>(choices: readonly T[]): T;
}

/** The generator sfc32: fast, and of good quality far beyond a million draws. */
export function randomFrom(seed: number, stream: number): Random {
  let a = seed | 0;
  let b = stream | 0;
  let c = 0x9e3779b9 | 0;
  let counter = 1;
  const draw = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // Seeds that differ in one bit begin alike; a few rounds mix them.
  for (let round = 0; round < 12; round++) draw();
  const below = (end: number) => Math.floor(draw() * end);
  return {
    next: draw,
    below,
    oneIn: (times) => draw() * times < 1,
    pick: <T>(choices: readonly T[]) => {
      if (choices.length === 0) throw new RangeError("There is nothing to pick from.");
      return choices[below(choices.length)] as T;
    },
  };
}

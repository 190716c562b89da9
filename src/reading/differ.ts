/** Whether both are known, and are not the same. What is absent contradicts nothing. */
export function differ<T extends string | number>(one: T | undefined, other: T | undefined): boolean {
  return one !== undefined && other !== undefined && one !== other;
}

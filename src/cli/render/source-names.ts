/** Source attributes in little room: those with the same beginning are written together, as `gen_ai.usage.*`. */
export function sourceNames(keys: readonly string[]): string {
  const groups = new Map<string, Set<string>>();
  for (const key of keys) {
    const family = key.slice(0, key.lastIndexOf(".") + 1);
    groups.set(family, (groups.get(family) ?? new Set()).add(key));
  }
  return [...groups]
    .map(([family, members]) => (members.size > 1 && family !== "" ? `${family}*` : [...members].join(", ")))
    .join(", ");
}

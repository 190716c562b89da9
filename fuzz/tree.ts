/** What JSON or decoded protobuf is made of; mutants hold anything. */
export type Path = readonly (string | number)[];

/** Stands for a member that is to be taken away. */
export const GONE = Symbol("gone");

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** The own member, never an inherited one. */
export function memberOf(value: unknown, name: string | number): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const name of path) value = memberOf(value, name);
  return value;
}

/** A copy with one place changed. All that lies beside the path is shared with the original. */
export function withValueAt(root: unknown, [name, ...rest]: Path, value: unknown): unknown {
  if (name === undefined) return value;
  if (!isObject(root) || ArrayBuffer.isView(root)) return root;
  const member = withValueAt(memberOf(root, name), rest, value);
  if (Array.isArray(root)) {
    const at = Number(name);
    if (!(at in root)) return root;
    return member === GONE ? root.toSpliced(at, 1) : root.with(at, member);
  }
  const copy = { ...root };
  if (member === GONE) delete copy[name];
  else define(copy, String(name), member);
  return copy;
}

/** Also a member named `__proto__` becomes a member, as in `JSON.parse`. */
export function define(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}

/** The places below a value that hold something, its own among them, outermost first. */
export function pathsIn(root: unknown): readonly Path[] {
  const paths: Path[] = [[]];
  for (let at = 0; at < paths.length && paths.length < 5000; at++) {
    const path = paths[at] as Path;
    const value = valueAt(root, path);
    if (!isObject(value) || ArrayBuffer.isView(value)) continue;
    for (const name of Object.keys(value)) paths.push([...path, Array.isArray(value) ? Number(name) : name]);
  }
  return paths;
}

/** Freezes what is not frozen yet; a frozen part is taken to be frozen to the bottom. */
export function deepFreeze<T>(value: T): T {
  if (!isObject(value) || Object.isFrozen(value) || ArrayBuffer.isView(value)) return value;
  Object.freeze(value);
  for (const member of Object.values(value)) deepFreeze(member);
  return value;
}

/** Equality of all own members, classes left aside; cheap where two results share their parts. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!isObject(a) || !isObject(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && isSame(a[name], b[name]));
}

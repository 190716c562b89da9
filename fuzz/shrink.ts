import { GONE, isObject, type Path, pathsIn, valueAt, withValueAt } from "./tree.js";

/** How many candidates are tried before a case counts as small enough. */
const TRIES = 4_000;

/** The smallest part of a value that a check still accepts: lists thinned out, members left out, texts cut. */
export function smallest(root: unknown, isStill: (candidate: unknown) => boolean): unknown {
  let tries = 0;
  const accepts = (candidate: unknown) => tries++ < TRIES && isStill(candidate);
  let best = root;
  for (let before: unknown; before !== best && tries < TRIES; ) {
    before = best;
    best = withShorterLists(best, accepts);
    best = withoutMembers(best, accepts);
    best = withShorterTexts(best, accepts);
  }
  return best;
}

type Check = (candidate: unknown) => boolean;

/** Takes halves, quarters and so on out of each list. */
function withShorterLists(root: unknown, accepts: Check): unknown {
  let best = root;
  for (const path of pathsIn(root)) {
    const list = valueAt(best, path);
    if (Array.isArray(list))
      best = shortened(best, path, list.length, accepts, (value, from, to) => (value as unknown[]).toSpliced(from, to - from));
  }
  return best;
}

function withShorterTexts(root: unknown, accepts: Check): unknown {
  let best = root;
  for (const path of pathsIn(root)) {
    const text = valueAt(best, path);
    if (typeof text !== "string") continue;
    best = shortened(
      best,
      path,
      text.length,
      accepts,
      (value, from, to) => (value as string).slice(0, from) + (value as string).slice(to),
    );
  }
  return best;
}

function withoutMembers(root: unknown, accepts: Check): unknown {
  let best = root;
  for (const path of pathsIn(root).toReversed()) {
    const above = valueAt(best, path.slice(0, -1));
    if (path.length === 0 || !isObject(above) || Array.isArray(above)) continue;
    const candidate = withValueAt(best, path, GONE);
    if (accepts(candidate)) best = candidate;
  }
  return best;
}

function shortened(
  root: unknown,
  path: Path,
  length: number,
  accepts: Check,
  without: (value: unknown, from: number, to: number) => unknown,
): unknown {
  let best = root;
  let left = length;
  for (let size = Math.max(1, length >> 1); size >= 1; size = size === 1 ? 0 : size >> 1) {
    for (let from = 0; from < left; ) {
      const to = Math.min(left, from + size);
      const candidate = withValueAt(best, path, without(valueAt(best, path), from, to));
      if (accepts(candidate)) {
        best = candidate;
        left -= to - from;
      } else from = to;
    }
  }
  return best;
}

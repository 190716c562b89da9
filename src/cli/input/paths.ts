import { realpath, stat } from "node:fs/promises";
import { glob } from "tinyglobby";
import { STANDARD_INPUT } from "./file.js";
import { UnreadableFile } from "./unreadable-file.js";

const PATTERN = /[*?]|\[[^\]]+\]|\{[^}]+\}/;

/**
 * The files that a name stands for: itself; for a folder, all files except hidden ones; for a pattern, what
 * matches it. They come in the order of their names, so that a rotated log is read in the order of time, and
 * each comes once, however many links lead to it.
 */
export async function filesNamed(name: string): Promise<readonly string[]> {
  if (name === STANDARD_INPUT) return [name];
  const stats = await stat(name).catch(() => undefined);
  if (stats?.isDirectory()) return await found("**", name, "holds no files");
  if (stats !== undefined || !PATTERN.test(name)) return [name];
  return await found(name.replaceAll("\\", "/"), undefined, "matches no file");
}

async function found(pattern: string, folder: string | undefined, none: string): Promise<readonly string[]> {
  const paths = await glob(pattern, { cwd: folder ?? ".", onlyFiles: true, dot: false, expandDirectories: false });
  if (paths.length === 0) throw new UnreadableFile(none);
  const prefix = folder === undefined ? "" : `${folder.replace(/\/$/, "")}/`;
  return await withoutLinksToOthers(paths.map((path) => prefix + path).sort());
}

/** Of several paths to one file, the first. */
async function withoutLinksToOthers(paths: readonly string[]): Promise<readonly string[]> {
  const byPlace = new Map<string, string>();
  for (const path of paths) {
    const place = await realpath(path).catch(() => path);
    if (!byPlace.has(place)) byPlace.set(place, path);
  }
  return [...byPlace.values()];
}

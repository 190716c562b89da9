import { fileURLToPath } from "node:url";

export function sampleFile(name: string): string {
  return fileURLToPath(new URL(`../../fixtures/cases/${name}/input.json`, import.meta.url));
}

/** Made by the build from `SAMPLES`: loads the text of a sample, each in a file of its own. */
declare module "virtual:samples" {
  export const sampleTexts: ReadonlyMap<string, () => Promise<{ readonly default: string }>>;
}

declare module "*?worker&inline" {
  const WorkerClass: new () => Worker;
  export default WorkerClass;
}

declare module "*.css";

import { Session } from "./session.ts";

/** One call of a method of the session. */
export interface Call {
  readonly id: number;
  readonly method: keyof Session;
  readonly given: readonly unknown[];
}

export type Answer = { readonly id: number } & ({ readonly result: unknown } | { readonly failure: string });

const session = new Session();
let last: Promise<unknown> = Promise.resolve();

// One after the other: what is shown belongs to what was mapped last.
addEventListener("message", ({ data }: MessageEvent<Call>) => {
  last = last.then(() => answer(data)).then((answered) => postMessage(answered));
});

async function answer({ id, method, given }: Call): Promise<Answer> {
  try {
    const run = session[method] as (...given: unknown[]) => unknown;
    return { id, result: await run.apply(session, [...given]) };
  } catch (error) {
    return { id, failure: error instanceof Error ? error.message : String(error) };
  }
}

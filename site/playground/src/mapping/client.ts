import type { Session } from "./session.ts";
import type { Answer, Call } from "./worker.ts";
import SessionWorker from "./worker.ts?worker&inline";

type Method = keyof Session;

type Waiting = (answer: Answer) => void;

/** The session in its worker, so that the page never waits for a large input. */
export class SessionClient {
  readonly #worker = new SessionWorker();
  readonly #waiting = new Map<number, Waiting>();
  #calls = 0;

  constructor() {
    this.#worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
      this.#waiting.get(data.id)?.(data);
      this.#waiting.delete(data.id);
    });
  }

  /** Calls a method of the session. */
  call<M extends Method>(method: M, ...given: Parameters<Session[M]>): Promise<Awaited<ReturnType<Session[M]>>> {
    const id = this.#calls++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, (answer) => {
        if ("failure" in answer) reject(new Error(answer.failure));
        else resolve(answer.result as Awaited<ReturnType<Session[M]>>);
      });
      this.#worker.postMessage({ id, method, given } satisfies Call);
    });
  }
}

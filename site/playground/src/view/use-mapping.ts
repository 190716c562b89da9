import type { MappingOptions } from "litellm-span-mapper";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { SessionClient } from "../mapping/client.ts";
import type { InputFile } from "../mapping/input.ts";
import type { InputView } from "../mapping/views.ts";

/** What is to be shown. */
export interface Wish {
  readonly files: readonly InputFile[];
  readonly options: MappingOptions;
}

/** What is shown, and of which wish. */
export interface Shown {
  readonly wish: Wish;
  readonly view: InputView;
}

export interface Mapping {
  readonly client: SessionClient;
  readonly shown: Shown | undefined;
  readonly isBusy: boolean;
  readonly failure: string | undefined;
}

/**
 * Maps in the worker what a person wants to see. While it is busy, later wishes wait, and only the last of
 * them counts.
 */
export function useMapping(wish: Wish | undefined): Mapping {
  const client = useMemo(() => new SessionClient(), []);
  const [shown, setShown] = useState<Shown>();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const latest = useRef<Wish | undefined>(undefined);
  const isRunning = useRef(false);
  const read = useRef<readonly InputFile[] | undefined>(undefined);

  async function run(): Promise<void> {
    if (isRunning.current) return;
    isRunning.current = true;
    setBusy(true);
    for (let done: Wish | undefined; latest.current !== done; ) {
      const next = latest.current;
      done = next;
      if (next === undefined) continue;
      try {
        if (read.current !== next.files) await client.call("read", next.files);
        read.current = next.files;
        setShown({ wish: next, view: await client.call("map", next.options) });
        setFailure(undefined);
      } catch (error) {
        setFailure(error instanceof Error ? error.message : String(error));
      }
    }
    setBusy(false);
    isRunning.current = false;
  }

  useEffect(() => {
    latest.current = wish;
    if (wish !== undefined) void run();
  }, [wish]);
  return { client, shown, isBusy, failure };
}

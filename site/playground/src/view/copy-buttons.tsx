import { useState } from "preact/hooks";
import type { SessionClient } from "../mapping/client.ts";
import type { CopyKind } from "../mapping/views.ts";

const KINDS: readonly (readonly [kind: CopyKind, label: string])[] = [
  ["mapped", "mapped trace (OTLP/JSON)"],
  ["explain", "explanation (JSON)"],
  ["records", "records (NDJSON)"],
];

/** Copies the result, or a link to it. */
export function CopyButtons({ client }: { readonly client: SessionClient }) {
  const [said, setSaid] = useState("");
  const copy = async (label: string, text: Promise<string>) => {
    // The same words again would not be read out.
    setSaid("");
    try {
      // The browser is given the promise: it allows copying for a moment after a click alone, and a large trace takes longer.
      const blob = text.then((one) => new Blob([one], { type: "text/plain" }));
      await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
      setSaid(`Copied: ${label}.`);
    } catch {
      setSaid("The browser did not allow copying.");
    }
  };
  return (
    <div class="copy">
      <fieldset>
        <legend>Copy</legend>
        {KINDS.map(([kind, label]) => (
          <button key={kind} type="button" onClick={() => copy(label, client.call("copy", kind))}>
            {label}
          </button>
        ))}
        <button type="button" onClick={() => copy("link", Promise.resolve(location.href))}>
          link
        </button>
      </fieldset>
      <span role="status">{said}</span>
    </div>
  );
}

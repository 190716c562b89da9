import type { MappingOptions } from "litellm-span-mapper";
import { useRef } from "preact/hooks";
import type { InputFile } from "../mapping/input.ts";
import { SAMPLES, type Sample } from "../samples.ts";

interface Props {
  readonly sample: string | undefined;
  readonly options: MappingOptions;
  readonly onSample: (name: string) => void;
  readonly onFiles: (files: readonly InputFile[]) => void;
  readonly onOptions: (options: MappingOptions) => void;
}

/** Where the trace comes from: a recorded one, a file, or what is pasted. */
export function InputChoice({ sample, options, onSample, onFiles, onOptions }: Props) {
  const chosen = SAMPLES.find(({ name }) => name === sample);
  return (
    <section class="card" aria-labelledby="trace-heading">
      <h2 id="trace-heading">Trace</h2>
      <label class="field">
        <span>Recorded trace</span>
        <select value={sample ?? ""} onChange={({ currentTarget }) => onSample(currentTarget.value)}>
          {chosen === undefined && <option value="">Your own</option>}
          {SAMPLES.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </label>
      {chosen !== undefined && <About sample={chosen} options={options} onOptions={onOptions} />}
      <label class="file">
        <span>Choose a file, or drop one anywhere on this page</span>
        <input
          type="file"
          multiple
          onChange={({ currentTarget }) => {
            onFiles(Array.from(currentTarget.files ?? []).map((file) => ({ name: file.name, content: file })));
            // So that the same file can be chosen again after it changed.
            currentTarget.value = "";
          }}
        />
        <small>OTLP as JSON, NDJSON or protobuf, also compressed with gzip or zstd</small>
      </label>
      <Paste onFiles={onFiles} />
    </section>
  );
}

function About({ sample, options, onOptions }: Pick<Props, "options" | "onOptions"> & { readonly sample: Sample }) {
  const suggested = Object.entries(sample.suggests ?? {});
  const isOn = suggested.every(([name, value]) => String(options[name as keyof MappingOptions]) === String(value));
  return (
    <p class="about">
      {sample.about}{" "}
      {suggested.length > 0 && !isOn && (
        <button type="button" class="link" onClick={() => onOptions({ ...options, ...sample.suggests })}>
          Set {suggested.map(([name, value]) => `${name} to ${String(value)}`).join(", and ")}
        </button>
      )}
    </p>
  );
}

/** A text area that holds more than this gets slow, so longer text is taken as a file. */
const MOST_SHOWN = 1_000_000;
/** After so long without a key, what was typed is read. */
const PAUSE_MS = 300;

function Paste({ onFiles }: Pick<Props, "onFiles">) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const take = (text: string) => text.trim() !== "" && onFiles([{ name: "pasted text", content: new Blob([text]) }]);
  return (
    <label class="field">
      <span>Or paste one</span>
      <textarea
        rows={3}
        spellcheck={false}
        placeholder={'{"resourceSpans": [...]}'}
        onInput={({ currentTarget }) => {
          clearTimeout(timer.current);
          timer.current = setTimeout(() => take(currentTarget.value), PAUSE_MS);
        }}
        onPaste={(event) => {
          const text = event.clipboardData?.getData("text/plain") ?? "";
          if (text.length <= MOST_SHOWN) return;
          event.preventDefault();
          take(text);
        }}
      />
    </label>
  );
}

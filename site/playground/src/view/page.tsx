import { sampleTexts } from "virtual:samples";
import type { MappingOptions } from "litellm-span-mapper";
import { useEffect, useMemo, useState } from "preact/hooks";
import { hashOf, type Link, linkIn } from "../link.ts";
import type { InputFile } from "../mapping/input.ts";
import { SAMPLES } from "../samples.ts";
import { InputChoice } from "./input-choice.tsx";
import { OptionsForm } from "./options-form.tsx";
import { Result } from "./result.tsx";
import { ThemeButton } from "./theme.tsx";
import { useDrop } from "./use-drop.ts";
import { useMapping } from "./use-mapping.ts";

const FIRST_SAMPLE = SAMPLES[0]?.name;

/** The whole page: what is given, the options, and what becomes of it. */
export function Page() {
  const [link, setLink] = useState<Link>(firstLink);
  const [files, setFiles] = useState<readonly InputFile[]>();
  const wish = useMemo(() => files && { files, options: link.options }, [files, link.options]);
  const mapping = useMapping(wish);

  useEffect(() => {
    if (link.sample === undefined) return undefined;
    let isWanted = true;
    const { sample } = link;
    void sampleFile(sample).then((file) => isWanted && setFiles([file]));
    return () => {
      isWanted = false;
    };
  }, [link.sample]);

  useEffect(() => history.replaceState(null, "", hashOf(link)), [link]);
  useEffect(() => {
    const follow = () => setLink(linkIn(location.hash));
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);

  const show = (given: readonly InputFile[]) => {
    if (given.length === 0) return;
    setLink((before) => ({ ...before, sample: undefined }));
    setFiles(given);
  };
  const setOptions = (options: MappingOptions) => setLink((before) => ({ ...before, options }));
  const isDropping = useDrop(show);

  return (
    <>
      <header class="top">
        <a class="home" href="../">
          litellm-span-mapper
        </a>
        <nav aria-label="Site">
          <a href="../docs/mapping.html">The mapping</a>
          <a href="../api/">API</a>
          <ThemeButton />
        </nav>
      </header>
      <main class={isDropping ? "dropping" : undefined}>
        <h1>Playground</h1>
        <p class="intro">
          See what becomes of a trace that LiteLLM wrote: which spans are calls, what each says and costs, and which rule moved
          each attribute. Everything happens in your browser, and nothing is sent anywhere.
        </p>
        <div class="inputs">
          <InputChoice
            sample={link.sample}
            options={link.options}
            onSample={(sample) => setLink((before) => ({ ...before, sample }))}
            onFiles={show}
            onOptions={setOptions}
          />
          <OptionsForm options={link.options} onChange={setOptions} />
        </div>
        <Result mapping={mapping} hasInput={files !== undefined} />
      </main>
    </>
  );
}

/** Without a sample in the link, the first is shown, so that the page shows something. */
function firstLink(): Link {
  const { sample = FIRST_SAMPLE, options } = linkIn(location.hash);
  return { sample, options };
}

async function sampleFile(name: string): Promise<InputFile> {
  const text = await sampleTexts.get(name)?.();
  return { name: `${name}.json`, content: new Blob([text?.default ?? ""]) };
}

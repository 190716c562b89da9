import type { MappingOptions } from "litellm-span-mapper";
import { useState } from "preact/hooks";
import { LISTS, SWITCHES } from "../link.ts";
import { RULES } from "../mapping/rules.ts";
import { RuleLink } from "./rule-link.tsx";

interface Props {
  readonly options: MappingOptions;
  readonly onChange: (options: MappingOptions) => void;
}

const SWITCH_TEXTS: Record<keyof typeof SWITCHES, string> = {
  recoverFromRawRequest: "Take what a call lacks from its raw request span",
  duplicates: "Keep tokens and cost on every span that reports a call",
  rawRequests: "Strip every raw request span of content",
  agentContext: "Leave out what coding agents put into the question",
  otherScopes: "Give an application's own spans the type chain",
};

const LIST_TEXTS: Record<(typeof LISTS)[number], { readonly label: string; readonly placeholder: string }> = {
  serviceNames: { label: "Services that are LiteLLM", placeholder: "litellm, litellm-proxy" },
  scopeNames: { label: "Scopes that are LiteLLM's in other services", placeholder: "none" },
};

/** The options of the mapping. What they change is seen at once. */
export function OptionsForm({ options, onChange }: Props) {
  const set = (name: keyof MappingOptions, value: unknown) => {
    const { [name]: _, ...rest } = options;
    onChange(value === undefined ? rest : { ...rest, [name]: value });
  };
  const count = Object.keys(options).length;
  // On a phone they would push the result out of sight.
  const [isOpenAtFirst] = useState(() => count > 0 || matchMedia("(min-width: 760px)").matches);
  return (
    <details class="card" open={isOpenAtFirst}>
      <summary>
        <h2>Options{count > 0 && ` (${count} set)`}</h2>
      </summary>
      {Object.entries(SWITCHES).map(([name, on]) => {
        const option = name as keyof typeof SWITCHES;
        return (
          <label key={name} class="switch">
            <input
              type="checkbox"
              checked={options[option] === on}
              onChange={({ currentTarget }) => set(option, currentTarget.checked ? on : undefined)}
            />
            <span>
              {SWITCH_TEXTS[option]} <code>{typeof on === "string" ? `${name}: "${on}"` : name}</code>
            </span>
          </label>
        );
      })}
      {LISTS.map((name) => (
        <NamesField key={name} name={name} names={options[name] ?? NO_NAMES} onChange={(names) => set(name, names)} />
      ))}
      <p class="hint">
        Put commas between names. <RuleLink rule={{ ...RULES.options, title: "What each option does" }} />
      </p>
    </details>
  );
}

const NO_NAMES: readonly string[] = [];

interface NamesFieldProps {
  readonly name: (typeof LISTS)[number];
  readonly names: readonly string[];
  readonly onChange: (names: readonly string[] | undefined) => void;
}

/** The text stays as it is typed, and is written anew only where the names were changed from elsewhere. */
function NamesField({ name, names, onChange }: NamesFieldProps) {
  const [typed, setTyped] = useState("");
  const isTyped = namesIn(typed).join() === names.join();
  return (
    <label class="field">
      <span>
        {LIST_TEXTS[name].label} <code>{name}</code>
      </span>
      <input
        type="text"
        spellcheck={false}
        autocomplete="off"
        placeholder={LIST_TEXTS[name].placeholder}
        value={isTyped ? typed : names.join(", ")}
        onInput={({ currentTarget: { value } }) => {
          setTyped(value);
          const found = namesIn(value);
          onChange(found.length === 0 ? undefined : found);
        }}
      />
    </label>
  );
}

function namesIn(text: string): readonly string[] {
  return text.split(",").flatMap((name) => name.trim() || []);
}

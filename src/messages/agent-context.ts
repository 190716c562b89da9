/**
 * The tags in which coding agents put context of their own into the user's message: Claude Code's, Codex's
 * and Gemini CLI's.
 */
const CONTEXT_TAGS = ["system-reminder", "environment_context", "session_context", "user_instructions", "permissions"];

/** A tag that opens or closes; Codex closes `<permissions instructions>` with the attribute repeated. */
const TAG = new RegExp(`<(/?)(${CONTEXT_TAGS.join("|")})(?=[\\s>])[^<>]*>`, "g");

interface Tag {
  readonly name: string | undefined;
  readonly closes: boolean;
  readonly from: number;
  readonly to: number;
}

/**
 * A text without the blocks of agents' context before and after what a person wrote, and without the white
 * space next to them; `""` where there is nothing else. A block reaches from its tag to the one that closes
 * it, over blocks of the same name inside. A block in the middle of other text stays, and so does a tag that
 * nothing closes.
 */
export function withoutAgentContext(text: string): string {
  const tags = tagsIn(text);
  let from = 0;
  let to = text.length;
  for (let first = 0; first < tags.length; ) {
    const last = closingOf(tags, first, 1);
    if (last === -1 || !isBlank(text, from, tags[first]?.from)) break;
    from = tags[last]?.to ?? to;
    first = last + 1;
  }
  for (let last = tags.length - 1; last >= 0; ) {
    const first = closingOf(tags, last, -1);
    const block = tags[first];
    if (block === undefined || block.from < from || !isBlank(text, tags[last]?.to, to)) break;
    to = block.from;
    last = first - 1;
  }
  if (from === 0 && to === text.length) return text;
  return withoutOuterSpace(text.slice(from, to), from > 0, to < text.length);
}

function tagsIn(text: string): readonly Tag[] {
  if (!text.includes("<")) return [];
  return Array.from(text.matchAll(TAG), ({ 0: tag, 1: slash, 2: name, index }) => {
    return { name, closes: slash === "/", from: index, to: index + tag.length };
  });
}

/** The other end of the block that begins (step 1) or ends (step -1) with a tag, or -1. */
function closingOf(tags: readonly Tag[], start: number, step: 1 | -1): number {
  const outer = tags[start];
  if (outer === undefined || outer.closes !== (step === -1)) return -1;
  let depth = 0;
  for (let at = start; at >= 0 && at < tags.length; at += step) {
    const tag = tags[at] as Tag;
    if (tag.name !== outer.name) continue;
    depth += tag.closes === outer.closes ? 1 : -1;
    if (depth === 0) return at;
  }
  return -1;
}

function isBlank(text: string, from: number | undefined, to: number | undefined): boolean {
  return text.slice(from, to).trim() === "";
}

/** Without the white space that separated the text from a block before or after it. */
function withoutOuterSpace(text: string, atStart: boolean, atEnd: boolean): string {
  const begun = atStart ? text.trimStart() : text;
  return atEnd ? begun.trimEnd() : begun;
}

import type { FiddlerSpan } from "litellm-span-mapper";

/** What a record tells of who made a call, whichever of LiteLLM's modes reported it. This file alone knows where that stands. */
export interface RecordFacts {
  readonly teamAlias: string | undefined;
  readonly teamId: string | undefined;
  readonly keyAlias: string | undefined;
  readonly keyHash: string | undefined;
  readonly userId: string | undefined;
  readonly endUser: string | undefined;
}

/** For each fact the names in `FiddlerSpan.user`: of the default mode, of `LITELLM_OTEL_V2`, and of what that repeats. */
const NAMES: { readonly [fact in keyof RecordFacts]: readonly string[] } = {
  teamAlias: ["metadata.user_api_key_team_alias", "litellm.team.alias", "litellm.metadata.user_api_key_team_alias"],
  teamId: ["metadata.user_api_key_team_id", "litellm.team.id", "litellm.metadata.user_api_key_team_id"],
  keyAlias: ["metadata.user_api_key_alias", "litellm.api_key.alias", "litellm.metadata.user_api_key_alias"],
  keyHash: ["metadata.user_api_key_hash", "litellm.api_key.hash", "litellm.metadata.user_api_key_hash"],
  userId: ["metadata.user_api_key_user_id", "litellm.metadata.user_api_key_user_id"],
  endUser: ["metadata.user_api_key_end_user_id", "litellm.end_user.id", "litellm.metadata.user_api_key_end_user_id"],
};

export function factsOf({ user }: FiddlerSpan): RecordFacts {
  const first = (names: readonly string[]) => names.map((name) => user[name]).find(isText);
  return {
    teamAlias: first(NAMES.teamAlias),
    teamId: first(NAMES.teamId),
    keyAlias: first(NAMES.keyAlias),
    keyHash: first(NAMES.keyHash),
    userId: first(NAMES.userId),
    endUser: first(NAMES.endUser),
  };
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

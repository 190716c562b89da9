-- A view of the table "spans" with each call once. LiteLLM reports some calls under two traces. The mapper sees that they are one
-- call where it has both; where two workers had one each, both rows count, and this view leaves one out. It asks for the mapper's
-- evidence: the same operation and model; one call id or response id and times that overlap, or the same start and input; and
-- nothing that contradicts it. For DuckDB and PostgreSQL as it is; for ClickHouse write "FROM spans FINAL".
CREATE VIEW calls AS
WITH told AS (
  SELECT * FROM spans WHERE type = 'llm' OR total_cost IS NOT NULL OR total_tokens IS NOT NULL
),
-- When the request to the provider began and ended: a server that gives many answers one id does not tell their calls apart.
raw AS (
  SELECT trace_id, parent_span_id, MIN(start_time_unix_nano) AS raw_began, MAX(end_time_unix_nano) AS raw_ended
  FROM spans WHERE name = 'raw_gen_ai_request' GROUP BY trace_id, parent_span_id
),
facts AS (
  SELECT told.trace_id AS trace_id, told.span_id AS span_id, operation, COALESCE(request_model, '') AS model, call_id, response_id,
         start_time_unix_nano AS began, end_time_unix_nano AS ended, raw.raw_began AS raw_began, raw.raw_ended AS raw_ended,
         status = 'error' AS failed, team_id, key_hash, end_user, user_input, output,
         CASE WHEN total_cost IS NULL THEN 1 ELSE 0 END AS has_no_cost
  FROM told LEFT JOIN raw ON told.trace_id = raw.trace_id AND told.span_id = raw.parent_span_id
),
pairs AS (
  SELECT one.trace_id AS trace_1, one.span_id AS span_1, other.trace_id AS trace_2, other.span_id AS span_2, 'call id' AS evidence
  FROM facts AS one JOIN facts AS other
    ON one.call_id = other.call_id AND one.operation = other.operation AND one.model = other.model
  UNION ALL
  SELECT one.trace_id, one.span_id, other.trace_id, other.span_id, 'response id'
  FROM facts AS one JOIN facts AS other
    ON one.response_id = other.response_id AND one.operation = other.operation AND one.model = other.model
  UNION ALL
  SELECT one.trace_id, one.span_id, other.trace_id, other.span_id, 'start'
  FROM facts AS one JOIN facts AS other
    ON one.began = other.began AND one.operation = other.operation AND one.model = other.model
),
repeated AS (
  SELECT other.trace_id AS trace_id, other.span_id AS span_id
  FROM pairs
  JOIN facts AS one ON one.trace_id = pairs.trace_1 AND one.span_id = pairs.span_1
  JOIN facts AS other ON other.trace_id = pairs.trace_2 AND other.span_id = pairs.span_2
  WHERE one.trace_id <> other.trace_id
    -- Of two, the one that has a cost stays, then the one that began first.
    AND (one.has_no_cost, one.began, one.trace_id) < (other.has_no_cost, other.began, other.trace_id)
    AND CASE
      WHEN evidence = 'start' THEN one.user_input = other.user_input OR one.ended = other.ended
      ELSE one.began = other.began OR (one.began < other.ended AND other.began < one.ended)
    END
    -- A caller may give many calls one id; their responses differ, unless LiteLLM wrote the call id in place of one.
    AND (evidence <> 'call id' OR one.response_id IS NULL OR other.response_id IS NULL OR one.response_id = other.response_id
      OR one.response_id = one.call_id OR other.response_id = other.call_id)
    AND (one.began = other.began OR one.ended = other.ended OR one.raw_began IS NULL OR other.raw_began IS NULL
      OR one.raw_began = other.raw_began OR one.raw_ended = other.raw_ended)
    AND one.failed = other.failed
    AND (one.call_id IS NULL OR other.call_id IS NULL OR one.call_id = other.call_id)
    AND (one.team_id IS NULL OR other.team_id IS NULL OR one.team_id = other.team_id)
    AND (one.key_hash IS NULL OR other.key_hash IS NULL OR one.key_hash = other.key_hash)
    AND (one.end_user IS NULL OR other.end_user IS NULL OR one.end_user = other.end_user)
    AND (one.user_input IS NULL OR other.user_input IS NULL OR one.user_input = other.user_input)
    AND (one.output IS NULL OR other.output IS NULL OR one.output = other.output)
)
SELECT * FROM told WHERE (trace_id, span_id) NOT IN (SELECT trace_id, span_id FROM repeated);

/** A message as it stands in the JSON: `role` beside `parts` or `content`. */
export type Message = Readonly<Record<string, unknown>>;

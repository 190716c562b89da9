/** A message as the JSON has it: `role` beside `parts` or `content`. */
export type Message = Readonly<Record<string, unknown>>;

import * as v from 'valibot';

/** How input that does not fit is reported: what to call it where no field is at fault, and the error to throw. */
export interface ParseFailure {
  whole: string;
  fail(message: string): Error;
}

/** The first thing that is wrong, with the field it is in: `sources[0].url: not an address`. */
export function describeIssue(issues: readonly [v.BaseIssue<unknown>, ...unknown[]], whole: string): string {
  const [issue] = issues;
  return `${v.getDotPath(issue) ?? whole}: ${issue.message}`;
}

/** Input by a schema. @throws what `fail` makes, naming the field */
export function parseInput<S extends v.GenericSchema>(
  schema: S,
  input: unknown,
  { whole, fail }: ParseFailure,
): v.InferOutput<S> {
  const parsed = v.safeParse(schema, input);
  if (parsed.success) return parsed.output;
  throw fail(describeIssue(parsed.issues, whole));
}

/** JSON text. @throws what `fail` makes of the parser's words */
export function parseJsonText(text: string, fail: (message: string) => Error): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw fail(String(error));
  }
}

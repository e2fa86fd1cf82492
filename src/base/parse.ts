import * as v from 'valibot';

/** How to report invalid input: `whole` names the input where no field is at fault, `fail` makes the error. */
export interface ParseFailure {
  whole: string;
  fail(message: string): Error;
}

/** The first issue with its field: `sources.0.url: not an address`. */
export function describeIssue(issues: readonly [v.BaseIssue<unknown>, ...unknown[]], whole: string): string {
  const [issue] = issues;
  return `${v.getDotPath(issue) ?? whole}: ${issue.message}`;
}

/** Parses input by a schema. @throws the error of `fail`, naming the field */
export function parseInput<S extends v.GenericSchema>(
  schema: S,
  input: unknown,
  { whole, fail }: ParseFailure,
): v.InferOutput<S> {
  const parsed = v.safeParse(schema, input);
  if (parsed.success) return parsed.output;
  throw fail(describeIssue(parsed.issues, whole));
}

/** Parses JSON text. @throws the error of `fail`, with the parser's message */
export function parseJsonText(text: string, fail: (message: string) => Error): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw fail(String(error));
  }
}

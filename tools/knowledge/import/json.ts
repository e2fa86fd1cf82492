import * as v from 'valibot';
import { MAX_CELL, shown, Unreadable } from './reading.ts';

/** JSON text by a schema. @throws Unreadable naming the field */
export function jsonOf<S extends v.GenericSchema>(schema: S, text: string): v.InferOutput<S> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Unreadable(
      `The file is no JSON: ${shown(error instanceof Error ? error.message : String(error))}`,
    );
  }
  return rowOf(schema, json);
}

/** One part of it by a schema. @throws Unreadable naming the field */
export function rowOf<S extends v.GenericSchema>(schema: S, row: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, row);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new Unreadable(`${v.getDotPath(issue) ?? 'It'}: ${shown(issue.message)}`);
}

/** Text that a person may have written. */
export const text = v.pipe(v.string(), v.maxLength(MAX_CELL, 'too long'));

import * as v from 'valibot';
import { parseJsonText } from '../../../src/base/parse.ts';
import { MAX_CELL, shown, Unreadable } from './reading.ts';

/** JSON text by a schema. @throws Unreadable naming the field */
export function jsonOf<S extends v.GenericSchema>(schema: S, text: string): v.InferOutput<S> {
  const fail = (message: string) => new Unreadable(`The file is no JSON: ${shown(message)}`);
  return rowOf(schema, parseJsonText(text, fail));
}

/** One part of it by a schema. @throws Unreadable naming the field */
export function rowOf<S extends v.GenericSchema>(schema: S, row: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, row);
  if (result.success) return result.output;
  const [issue] = result.issues;
  // What is wrong may quote the cell, and a cell may be a megabyte.
  throw new Unreadable(`${v.getDotPath(issue) ?? 'It'}: ${shown(issue.message)}`);
}

/** Text that a person may have written. */
export const text = v.pipe(v.string(), v.maxLength(MAX_CELL, 'too long'));

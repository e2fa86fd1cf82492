import * as v from 'valibot';
import { parseJsonText } from '../../../src/base/parse.ts';
import { MAX_CELL_LENGTH, quoteCell, UnreadableError } from './reading.ts';

/** JSON text by a schema. @throws UnreadableError naming the field */
export function parseSourceJson<S extends v.GenericSchema>(schema: S, text: string): v.InferOutput<S> {
  const fail = (message: string) => new UnreadableError(`The file is no JSON: ${quoteCell(message)}`);
  return parseSourceRow(schema, parseJsonText(text, fail));
}

/** One part of it by a schema. @throws UnreadableError naming the field */
export function parseSourceRow<S extends v.GenericSchema>(schema: S, row: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, row);
  if (result.success) return result.output;
  const [issue] = result.issues;
  // What is wrong may quote the cell, and a cell may be a megabyte.
  throw new UnreadableError(`${v.getDotPath(issue) ?? 'It'}: ${quoteCell(issue.message)}`);
}

/** Text that a person may have written. */
export const cellTextSchema = v.pipe(v.string(), v.maxLength(MAX_CELL_LENGTH, 'too long'));

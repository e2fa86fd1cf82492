import * as v from 'valibot';
import { parseJsonText } from '../../../src/base/parse.ts';
import { MAX_CELL_LENGTH, quoteCell, UnreadableError } from './reading.ts';

/** Parses JSON text by a schema. @throws UnreadableError naming the field */
export function parseSourceJson<S extends v.GenericSchema>(schema: S, text: string): v.InferOutput<S> {
  const fail = (message: string) => new UnreadableError(`The file is no JSON: ${quoteCell(message)}`);
  return parseSourceRow(schema, parseJsonText(text, fail));
}

/** Parses one row by a schema. @throws UnreadableError naming the field */
export function parseSourceRow<S extends v.GenericSchema>(schema: S, row: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, row);
  if (result.success) return result.output;
  const [issue] = result.issues;
  // The message may quote the cell, and a cell may have a megabyte.
  throw new UnreadableError(`${v.getDotPath(issue) ?? 'It'}: ${quoteCell(issue.message)}`);
}

/** A cell of text, limited in length. */
export const cellTextSchema = v.pipe(v.string(), v.maxLength(MAX_CELL_LENGTH, 'too long'));

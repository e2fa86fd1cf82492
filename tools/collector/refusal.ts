import type * as v from 'valibot';
import { parseInput } from '../../src/base/parse.ts';

/** A request that the collector refuses, with the HTTP status that the real one answers. */
export class RefusalError extends Error {
  override readonly name = 'RefusalError';
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** @throws RefusalError naming the field */
export function parseOrRefuse<S extends v.GenericSchema>(
  schema: S,
  body: unknown,
  status: number,
): v.InferOutput<S> {
  return parseInput(schema, body, { whole: 'body', fail: (message) => new RefusalError(status, message) });
}

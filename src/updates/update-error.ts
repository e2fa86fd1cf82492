import type * as v from 'valibot';
import { parseInput, parseJsonText } from '../base/parse.ts';
import type { UpdateProblem } from './update-state.ts';

/** Something about a mirror's answer that must not be used. The message says which file and what. */
export class UpdateError extends Error {
  override readonly name = 'UpdateError';
  readonly problem: UpdateProblem;

  constructor(problem: UpdateProblem, where: string, what: string) {
    super(`${where}: ${what}`);
    this.problem = problem;
  }
}

/** It may not ask any more: no mirror's fault. */
export class UpdatesDisabledError extends Error {
  override readonly name = 'Stopped';
}

/** @throws UpdateError malformed, naming the field */
export function parseUpdateJson<S extends v.GenericSchema>(
  schema: S,
  text: string,
  where: string,
): v.InferOutput<S> {
  const fail = (message: string) => new UpdateError('malformed', where, message);
  return parseInput(
    schema,
    parseJsonText(text, () => fail('is no JSON')),
    { whole: 'the whole', fail },
  );
}

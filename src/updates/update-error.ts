import type * as v from 'valibot';
import { parseInput, parseJsonText } from '../base/parse.ts';
import type { UpdateProblem } from './update-state.ts';

/** A mirror's answer that must not be used. The message names the file and the fault. */
export class UpdateError extends Error {
  override readonly name = 'UpdateError';
  readonly problem: UpdateProblem;

  constructor(problem: UpdateProblem, where: string, what: string) {
    super(`${where}: ${what}`);
    this.problem = problem;
  }
}

/** The person withdrew the consent to network requests while a check ran. No mirror is at fault. */
export class UpdatesDisabledError extends Error {
  override readonly name = 'UpdatesDisabledError';
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

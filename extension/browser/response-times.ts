import * as v from 'valibot';
import type { SessionMemory } from '../../src/base/session-memory.ts';

const KEY = 'responseTimes';
const TimesSchema = v.fallback(v.array(v.number()), []);

/** How long pages took to their first byte, ms; none after the browser has started. */
export async function readResponseTimes(memory: SessionMemory): Promise<readonly number[]> {
  return v.parse(TimesSchema, await memory.read(KEY));
}

export async function keepResponseTimes(memory: SessionMemory, times: readonly number[]): Promise<void> {
  await memory.write(KEY, times);
}

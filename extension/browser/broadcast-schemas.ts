import * as v from 'valibot';
import { CaseSchema } from '../../src/model/case.ts';
import type { BroadcastMap, BroadcastName } from '../protocol.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** What broadcasts may hold. */
const BROADCAST_SCHEMAS: { [N in BroadcastName]: v.GenericSchema<unknown, BroadcastMap[N]> } = {
  caseChanged: v.object({ tabId: v.number(), case: v.nullable(CaseSchema) }),
  reportChanged: v.object({ caseId: v.string() }),
  knowledgeProgress: v.object({ done: count, total: count }),
};

/** The payload of a broadcast; undefined, and an error in the console, if it does not fit. */
export function parseBroadcast<N extends BroadcastName>(
  name: N,
  payload: unknown,
): BroadcastMap[N] | undefined {
  const parsed = v.safeParse(BROADCAST_SCHEMAS[name], payload);
  if (parsed.success) return parsed.output;
  console.error(`A broadcast ${name} is dropped: ${v.summarize(parsed.issues)}`);
  return undefined;
}

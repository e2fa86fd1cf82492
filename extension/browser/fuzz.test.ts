/** Messages, from whoever sends them. Whatever comes, the answer is an answer or a named error, and pages see no broken case. */

import * as v from 'valibot';
import { vi } from 'vitest';
import { brokenJson, fuzz, pick } from '../../src/base/testing/fuzz.ts';
import { SettingsChangeSchema } from '../../src/config/settings.ts';
import { LiveDataQuerySchema } from '../../src/live/live-layers.ts';
import { CaseSchema } from '../../src/model/case.ts';
import { makeCase } from '../../src/reports/testing/fixtures.ts';
import { deliverMessage } from '../testing/fake-browser.ts';
import { onBroadcast } from './message-client.ts';
import { handleRequests, type RequestHandlers } from './message-server.ts';

vi.spyOn(console, 'error').mockImplementation(() => {});
const own = { id: 'the-extension', url: new URL('../popup/index.html', import.meta.url).href };
let respond: (reply: unknown) => void = () => {};
const schemas = {
  changeSettings: SettingsChangeSchema,
  getLiveData: LiveDataQuerySchema,
  getCase: v.object({ tabId: v.number() }),
};
handleRequests(
  Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      async (payload: unknown) => v.parse(schema as v.GenericSchema, payload),
    ]),
  ) as unknown as RequestHandlers,
);
for (const name of ['caseChanged', 'reportChanged', 'knowledgeProgress'] as const)
  onBroadcast(name, (payload) => {
    if ('case' in payload && payload.case) v.parse(CaseSchema, payload.case);
  });

const MESSAGES = [
  { ask: 'changeSettings', payload: { choice: 'standard', country: 'PK' } },
  { ask: 'getLiveData', payload: { country: 'PK', host: 'x.com' } },
  { ask: 'getCase', payload: { tabId: 7 } },
  { notice: 'caseChanged', payload: { tabId: 7, case: makeCase() } },
  { notice: 'reportChanged', payload: { caseId: 'a' } },
  { notice: 'knowledgeProgress', payload: { done: 1, total: 4 } },
];
const SENDERS = [own, own, own, {}, { id: own.id, url: 'https://x.com/' }, { id: 'other', url: own.url }];
fuzz<[unknown, object]>('messages', {
  make: (random) => [brokenJson(random, pick(random, MESSAGES)), pick(random, SENDERS)],
  async check([message, sender]) {
    const isAsked = (message as { ask?: unknown } | null)?.ask !== undefined;
    const replied = new Promise<unknown>((resolve) => {
      respond = resolve;
    });
    deliverMessage(message, sender, (reply) => respond(reply));
    if (!isAsked) return;
    const reply = v.parse(v.object({ ok: v.boolean() }), await replied);
    if (reply.ok && sender !== own) throw new Error('answered a stranger');
  },
});

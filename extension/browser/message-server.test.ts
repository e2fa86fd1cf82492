import { expect, test, vi } from 'vitest';
import type { RequestHandlers } from './message-server.ts';

type Listener = (message: unknown, sender: object, respond: (reply: unknown) => void) => unknown;
const [ID, ORIGIN] = ['the-extension', 'chrome-extension://the-extension/'];
const OUR_PAGE = { id: ID, url: `${ORIGIN}extension/popup/index.html` };

let listener: Listener = () => undefined;
vi.stubGlobal('chrome', {
  runtime: {
    id: ID,
    getURL: () => ORIGIN,
    onMessage: {
      addListener(added: Listener) {
        listener = added;
      },
    },
  },
});
const { handleRequests } = await import('./message-server.ts');
handleRequests({
  getRecentErrors: async () => ['one'],
  getCase() {
    throw new Error('tabId is no number');
  },
  recheckCase: () => Promise.reject(new Error('no such tab')),
} as Partial<RequestHandlers> as RequestHandlers);

const replyTo = (message: unknown, sender: object = OUR_PAGE): Promise<unknown> =>
  new Promise((resolve) => {
    if (listener(message, sender, resolve) === undefined) resolve('left to others');
  });

test('answers a request of our own page', async () => {
  expect(await replyTo({ ask: 'getRecentErrors', payload: {} })).toEqual({ ok: true, answer: ['one'] });
});

test.each([
  ['getCase', 'tabId is no number'],
  ['recheckCase', 'no such tab'],
  ['toString', 'There is no request "toString"'],
])('sends back why it does not answer %s', async (ask, error) => {
  expect(await replyTo({ ask, payload: {} })).toEqual({ ok: false, error });
});

test.each([
  ['a web page', { id: ID, url: 'https://x.com/' }],
  ['another extension', { ...OUR_PAGE, id: 'another' }],
])('refuses %s', async (_who, sender) => {
  expect(await replyTo({ ask: 'getRecentErrors' }, sender)).toMatchObject({ ok: false });
});

test('leaves broadcasts to other listeners', async () => {
  expect(await replyTo({ notice: 'caseChanged' })).toBe('left to others');
});

import { errorMessage } from '../../src/base/errors.ts';
import type { RequestMap, RequestName } from '../protocol.ts';
import browser, { type Runtime } from './api.ts';
import { isOwnSender } from './own-sender.ts';

export type RequestHandlers = { [N in RequestName]: (ask: unknown) => Promise<RequestMap[N]['answer']> };

/**
 * Answers the requests of our own pages only. Each handler parses its payload; of an error that it throws, the message is
 * sent back.
 */
export function handleRequests(handlers: RequestHandlers): void {
  const onMessage = (message: unknown, sender: Runtime.MessageSender, respond: (reply: unknown) => void) => {
    const { ask, payload } = (message ?? {}) as { ask?: unknown; payload?: unknown };
    if (ask === undefined) return undefined;
    if (!isOwnSender(sender)) {
      respond({ ok: false, error: 'Only pages of the extension may ask' });
      return true;
    }
    const handler = Object.hasOwn(handlers, String(ask)) ? handlers[ask as RequestName] : undefined;
    if (!handler) {
      respond({ ok: false, error: `There is no request "${String(ask).slice(0, 40)}"` });
      return true;
    }
    void replyOf(handler, payload).then(respond);
    return true;
  };
  // The listener's type allows only `true`; `undefined` leaves the message to other listeners.
  browser.runtime.onMessage.addListener(
    onMessage as (message: unknown, sender: Runtime.MessageSender, respond: (reply: unknown) => void) => true,
  );
}

/** Also of a handler that throws before it returns a promise. */
async function replyOf(handler: (ask: unknown) => Promise<unknown>, payload: unknown): Promise<unknown> {
  try {
    return { ok: true, answer: await handler(payload) };
  } catch (error) {
    return { ok: false, error: errorMessage(error) };
  }
}

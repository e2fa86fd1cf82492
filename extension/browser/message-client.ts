import type { BroadcastMap, BroadcastName, RequestMap, RequestName } from '../protocol.ts';
import browser, { type Runtime } from './api.ts';
import { parseBroadcast } from './broadcast-schemas.ts';
import { isOwnSender } from './own-sender.ts';

type RequestPayload<N extends RequestName> = RequestMap[N]['ask'];
type ResponsePayload<N extends RequestName> = RequestMap[N]['answer'];

/** @throws Error with the background's own message, or when the extension was reloaded and no background answers */
export async function sendRequest<N extends RequestName>(
  name: N,
  payload: RequestPayload<N>,
): Promise<ResponsePayload<N>> {
  const reply = (await browser.runtime.sendMessage({ ask: name, payload })) as
    | { ok: true; answer: ResponsePayload<N> }
    | { ok: false; error: string }
    | undefined;
  if (!reply) throw new Error(`No answer to ${name}: the extension was reloaded`);
  if (!reply.ok) throw new Error(reply.error);
  return reply.answer;
}

/** Sends to every open page. It is no error that none is open. */
export function broadcast<N extends BroadcastName>(name: N, payload: BroadcastMap[N]): void {
  browser.runtime.sendMessage({ notice: name, payload }).catch(() => {});
}

/**
 * Calls back for each broadcast of that name from our own background, until the returned function is called. What does not
 * fit its schema is dropped.
 */
export function onBroadcast<N extends BroadcastName>(
  name: N,
  callback: (payload: BroadcastMap[N]) => void,
): () => void {
  const listener = (message: unknown, sender: Runtime.MessageSender): undefined => {
    const m = message as { notice?: unknown; payload?: unknown } | null;
    if (m?.notice !== name || !isOwnSender(sender)) return;
    const payload = parseBroadcast(name, m.payload);
    if (payload !== undefined) callback(payload);
  };
  browser.runtime.onMessage.addListener(listener);
  return () => browser.runtime.onMessage.removeListener(listener);
}

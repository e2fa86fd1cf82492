/**
 * The little of WebDriver BiDi (https://w3c.github.io/webdriver-bidi/) that the Firefox launcher needs. Puppeteer's own
 * pages lose track of a tab that moves into the process of an extension; plain commands do not.
 */
import type { Browser } from 'puppeteer-core';
import * as v from 'valibot';

const ScriptResultSchema = v.variant('type', [
  v.object({ type: v.literal('success'), result: v.object({ value: v.optional(v.unknown()) }) }),
  v.object({ type: v.literal('exception'), exceptionDetails: v.object({ text: v.string() }) }),
]);
const CommandReplySchema = v.object({ result: v.unknown() });
const ContextTreeSchema = v.object({ contexts: v.array(v.object({ context: v.string() })) });

export interface BidiSession {
  /** @throws the browser's own protocol error */
  sendCommand(method: string, params: Record<string, unknown>): Promise<unknown>;
  /** The value of an expression in a tab, or in the browser's own window; a promise is awaited. */
  evaluate<T>(context: string, expression: string): Promise<T>;
  /** The same in the browser's own window, with its privileges. Needs `--remote-allow-system-access`. */
  evaluateInChrome<T>(expression: string): Promise<T>;
}

export async function connectBidi(browser: Browser): Promise<BidiSession> {
  // Not in Puppeteer's public types, but the only door to commands that it does not wrap.
  const { connection } = browser as unknown as {
    connection?: { send(method: string, params: object): Promise<unknown> };
  };
  if (!connection) throw new Error('This version of puppeteer-core hides its BiDi connection');
  const sendCommand: BidiSession['sendCommand'] = async (method, params) =>
    v.parse(CommandReplySchema, await connection.send(method, params)).result;

  // As text: BiDi's own serialization of objects is not JSON.
  const evaluate = async <T>(context: string, expression: string): Promise<T> => {
    const reply = v.parse(
      ScriptResultSchema,
      await sendCommand('script.evaluate', {
        expression: `(async () => JSON.stringify((await (${expression})) ?? null))()`,
        target: { context },
        awaitPromise: true,
      }),
    );
    if (reply.type === 'exception') throw new Error(reply.exceptionDetails.text);
    return JSON.parse(v.parse(v.string(), reply.result.value)) as T;
  };

  const [window] = v.parse(
    ContextTreeSchema,
    await sendCommand('browsingContext.getTree', { 'moz:scope': 'chrome' }),
  ).contexts;
  if (!window) throw new Error('Firefox has no window');
  return {
    sendCommand: sendCommand,
    evaluate,
    evaluateInChrome: (expression) => evaluate(window.context, expression),
  };
}

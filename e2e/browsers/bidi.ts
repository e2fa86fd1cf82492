/**
 * The little of WebDriver BiDi (https://w3c.github.io/webdriver-bidi/) that the Firefox launcher needs. Puppeteer's own
 * pages lose track of a tab that moves into the process of an extension; plain commands do not.
 */
import type { Browser } from 'puppeteer-core';
import * as v from 'valibot';
import { type ScriptEvaluator, scriptEvaluator } from './page-script.ts';

const ScriptResultSchema = v.variant('type', [
  v.object({ type: v.literal('success'), result: v.object({ value: v.optional(v.unknown()) }) }),
  v.object({ type: v.literal('exception'), exceptionDetails: v.object({ text: v.string() }) }),
]);
const CommandReplySchema = v.object({ result: v.unknown() });
const ContextTreeSchema = v.object({ contexts: v.array(v.object({ context: v.string() })) });

export interface BidiSession {
  /** @throws the browser's own protocol error */
  sendCommand(method: string, params: Record<string, unknown>): Promise<unknown>;
  /** The value of an expression in a tab, as JSON carries it; a promise is awaited. */
  evaluateExpression(context: string, expression: string): Promise<unknown>;
  /** Runs scripts in the browser's own window, with its privileges. Needs `--remote-allow-system-access`. */
  window: ScriptEvaluator;
}

export async function connectBidi(browser: Browser): Promise<BidiSession> {
  // Not in Puppeteer's public types, but the only way to send commands that it does not wrap.
  const { connection } = browser as unknown as {
    connection?: { send(method: string, params: object): Promise<unknown> };
  };
  if (!connection) throw new Error('This version of puppeteer-core hides its BiDi connection');
  const sendCommand: BidiSession['sendCommand'] = async (method, params) =>
    v.parse(CommandReplySchema, await connection.send(method, params)).result;

  // The value travels as text, because BiDi's own serialization of objects is not JSON.
  const evaluateExpression: BidiSession['evaluateExpression'] = async (context, expression) => {
    const reply = v.parse(
      ScriptResultSchema,
      await sendCommand('script.evaluate', {
        expression: `(async () => JSON.stringify((await (${expression})) ?? null))()`,
        target: { context },
        awaitPromise: true,
      }),
    );
    if (reply.type === 'exception') throw new Error(reply.exceptionDetails.text);
    return JSON.parse(v.parse(v.string(), reply.result.value));
  };

  const [window] = v.parse(
    ContextTreeSchema,
    await sendCommand('browsingContext.getTree', { 'moz:scope': 'chrome' }),
  ).contexts;
  if (!window) throw new Error('Firefox has no window');
  return {
    sendCommand,
    evaluateExpression,
    window: {
      evaluate: scriptEvaluator((expression) => evaluateExpression(window.context, expression)),
    },
  };
}

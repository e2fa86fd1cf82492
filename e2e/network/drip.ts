import type { ServerResponse } from 'node:http';

/** Ten times a second: what a browser shows of it grows as from a slow line. */
const STEP_MS = 100;

/** A page of so many bytes. */
export function fillerPage(bytes: number): string {
  return '<!doctype html><title>A long page</title>'.padEnd(bytes, '<p>and so on</p>');
}

/** Sends a body at `rate` bytes a second, until it ends or nobody listens any more. */
export function sendSlowly(response: ServerResponse, body: string | Uint8Array, rate: number): void {
  const step = Math.max(1, Math.round((rate * STEP_MS) / 1000));
  let sent = 0;
  const timer = setInterval(() => {
    response.write(body.slice(sent, sent + step));
    sent += step;
    if (sent < body.length) return;
    clearInterval(timer);
    response.end();
  }, STEP_MS);
  response.once('close', () => clearInterval(timer));
}

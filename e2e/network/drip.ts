import type { ServerResponse } from 'node:http';

/** Ten parts a second, so that the page grows as on a slow line. */
const STEP_MS = 100;

/** A page of this many bytes. */
export function fillerPage(bytes: number): string {
  return '<!doctype html><title>A long page</title>'.padEnd(bytes, '<p>and so on</p>');
}

/** Sends a body at `rate` bytes a second until its end, or until the client leaves. */
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

import type { IncomingMessage, ServerResponse } from 'node:http';
import { readRequestBody } from '../../tools/collector/request-body.ts';

/** Of any request to the simulated network; what browsers and the extension send is far smaller. */
export const MAX_REQUEST_BYTES = 65_536;

/** The body of a request, undefined if it is not JSON. @throws on more than 64 KB */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const body = await readRequestBody(request, MAX_REQUEST_BYTES);
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

export function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

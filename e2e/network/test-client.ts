import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { connect } from 'node:net';
import type { Network } from './network.ts';

export interface Got {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}
export interface Ask {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** Goes to this host's address instead, as a client that was lied to. */
  at?: string;
  /** Says no name to TLS, as a client that was given an address only. */
  nameless?: boolean;
}

/** Asks as a browser would that has resolved the name truthfully. Rejects with the socket's own error. */
export function ask(network: Network, address: string, wish: Ask = {}): Promise<Got> {
  const url = new URL(address);
  const secure = url.protocol === 'https:';
  const { address: host, ports } = network.placeOf(wish.at ?? url.hostname);
  const headers = { host: url.hostname, ...wish.headers };
  const common = {
    host,
    path: url.pathname + url.search,
    method: wish.method ?? 'GET',
    headers,
    agent: false,
  };
  const name = { servername: wish.nameless ? '' : url.hostname };
  return new Promise((done, fail) => {
    const request = secure
      ? secureRequest({ ...common, ...name, port: ports.tls, ca: network.ca.certPem })
      : plainRequest({ ...common, port: ports.plain });
    request.once('error', fail);
    request.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', fail);
      response.once('end', () =>
        done({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    request.end(wish.body);
  });
}

/** The code of the error that asking ends with: `ECONNRESET`. Anything else, an answer too, is a test's failure. */
export async function codeOf(asking: Promise<unknown>): Promise<string> {
  try {
    return `answered ${JSON.stringify(await asking)}`;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

/** `silent` if a promise settles in no way within `ms`. */
export function within<T>(ms: number, promise: Promise<T>): Promise<T | 'silent'> {
  return Promise.race([promise, new Promise<'silent'>((done) => setTimeout(() => done('silent'), ms))]);
}

/** `connected`, `ECONNREFUSED`, or `silent` after `ms`. */
export function knock(network: Network, host: string, port: 'tls' | 'plain', ms = 500): Promise<string> {
  const { address, ports } = network.placeOf(host);
  const socket = connect(ports[port], address);
  const result = new Promise<string>((done) => {
    socket.once('connect', () => done('connected'));
    socket.once('error', (error) => done('code' in error ? String(error.code) : error.message));
  });
  return within(ms, result).finally(() => socket.destroy());
}

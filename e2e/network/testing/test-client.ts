import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { connect } from 'node:net';
import type { Network } from '../network.ts';

export interface TestResponse {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}
export interface TestRequest {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** Connects to this host's address instead, as a client with a forged DNS answer. */
  at?: string;
  /** Sends no SNI, as a client that knows only an address. */
  nameless?: boolean;
}

/** Sends a request as a browser with true DNS answers. Rejects with the socket's own error. */
export function sendTestRequest(
  network: Network,
  address: string,
  options: TestRequest = {},
): Promise<TestResponse> {
  const url = new URL(address);
  const secure = url.protocol === 'https:';
  const { address: host, ports } = network.placeOf(options.at ?? url.hostname);
  const headers = { host: url.hostname, ...options.headers };
  const common = {
    host,
    path: url.pathname + url.search,
    method: options.method ?? 'GET',
    headers,
    agent: false,
  };
  const name = { servername: options.nameless ? '' : url.hostname };
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
    request.end(options.body);
  });
}

/** The code of the error, `ECONNRESET`. An answer or another error gives a text that no test expects. */
export async function errorCodeOf(pending: Promise<unknown>): Promise<string> {
  try {
    return `answered ${JSON.stringify(await pending)}`;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

/** `silent` if the promise does not settle within `ms`. */
export function settleOrSilent<T>(ms: number, promise: Promise<T>): Promise<T | 'silent'> {
  return Promise.race([promise, new Promise<'silent'>((done) => setTimeout(() => done('silent'), ms))]);
}

/** `connected`, `ECONNREFUSED`, or `silent` after `ms`. */
export function tryConnect(
  network: Network,
  host: string,
  port: 'tls' | 'plain' | 'others',
  ms = 500,
): Promise<string> {
  const { address, ports } = network.placeOf(host);
  const socket = connect(port === 'others' ? (ports.others[0] ?? 0) : ports[port], address);
  const result = new Promise<string>((done) => {
    socket.once('connect', () => done('connected'));
    socket.once('error', (error) => done('code' in error ? String(error.code) : error.message));
  });
  return settleOrSilent(ms, result).finally(() => socket.destroy());
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { SAMPLE_BYTES } from '../../src/checks/throughput.ts';
import { ENDPOINTS } from '../../src/config/endpoints.ts';
import { drip, filler } from './drip.ts';
import { ROLES } from './fault-table.ts';
import { answerAggregation, answerOutages } from './feeds.ts';
import { answerGlobalping } from './globalping.ts';
import { answerHelper } from './helper.ts';
import type { WriteLog } from './log.ts';
import { OWN_RESOLVER } from './places.ts';
import { answerDns, type Lookup } from './resolver.ts';
import type { Fault, HttpFault } from './scenario.ts';
import type { Connection } from './tls-listeners.ts';

export interface World {
  write: WriteLog;
  /** What the person's own resolver says. */
  own: Lookup;
  /** What resolvers elsewhere say. */
  truth: Lookup;
  /** Without counting a connection. */
  faultOf(host: string): Fault;
  /** The country that the person's network is in. */
  country(): string;
  collector(request: IncomingMessage, response: ServerResponse): void;
}

type Page = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** Everything that answers HTTP in the simulated network, healthy or not. */
export function webOf(
  world: World,
): (visit: Connection, request: IncomingMessage, response: ServerResponse) => void {
  return (visit, request, response) => {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
    const { method = 'GET', url: path = '/' } = request;
    const say = (action: string) => {
      // Its questions are written down as `dns`.
      if (host === OWN_RESOLVER) return;
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      );
      world.write({ layer: visit.isSecure ? 'http' : 'plain', host, method, path, headers, action });
    };
    const fault = visit.faultOf(host);
    response.once('finish', () => say(`answered ${response.statusCode}`));
    if (fault) return misbehave(withFile(fault, path), visit, response, say);
    const page = visit.isSecure ? securePage(world, host) : plainPage(host, path);
    // A page that breaks must not take the network with it; the browser sees a connection that ends.
    Promise.resolve(page(request, response)).catch((error: unknown) => {
      say(`broke: ${error}`);
      response.destroy();
    });
  };
}

function withFile({ files, ...fault }: HttpFault, path: string): HttpFault {
  const file = files?.[path];
  return file ? { headers: { 'content-type': file.type }, body: file.body } : fault;
}

function misbehave(
  fault: HttpFault,
  { tcpSocket }: Connection,
  response: ServerResponse,
  say: (action: string) => void,
): void {
  const { cut, delay = 0, redirect, body = '', rate, headers } = fault;
  const { status = redirect === undefined ? 200 : 302 } = fault;
  const act = () => {
    if (cut) say(cut);
    if (cut === 'reset') tcpSocket.resetAndDestroy();
    else if (cut === 'close') tcpSocket.end();
    else if (!cut) {
      response.writeHead(status, {
        'content-type': 'text/html; charset=utf-8',
        ...(redirect === undefined ? {} : { location: redirect }),
        ...headers,
      });
      if (rate === undefined) response.end(body);
      else drip(response, body || filler(SAMPLE_BYTES), rate);
    }
  };
  const waiting = setTimeout(act, delay);
  response.once('close', () => clearTimeout(waiting));
}

function securePage(world: World, host: string): Page {
  if (host === OWN_RESOLVER) return resolverPage(world, host, world.own);
  if (ROLES['@resolvers']?.includes(host)) return resolverPage(world, host, world.truth);
  if (ROLES['@collector']?.includes(host))
    return (request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', `https://${host}`);
      if (pathname === '/api/v1/aggregation') answerAggregation(searchParams, response, world.faultOf);
      else world.collector(request, response);
    };
  if (ROLES['@globalping']?.includes(host))
    return (request, response) => answerGlobalping(request, response, world.faultOf, world.country());
  if (ROLES['@outages']?.includes(host)) return (_request, response) => answerOutages(response);
  if (ROLES['@helper']?.includes(host))
    return (request, response) => answerHelper(request, response, world.faultOf, world.truth);
  if (ROLES['@controls']?.includes(host)) return (_request, response) => void response.writeHead(204).end();
  if (ROLES['@speeds']?.includes(host))
    return (_request, response) => void response.writeHead(200).end(filler(SAMPLE_BYTES));
  return (_request, response) => site(host, response);
}

function resolverPage({ write }: World, from: string, lookup: Lookup): Page {
  return async (request, response) => {
    const answer = await answerDns(request, response, lookup);
    if (answer) write({ layer: 'dns', host: answer.name, action: answer.said, from });
  };
}

/** Plain http leads to https, but for the pages that are asked in the clear on purpose. */
function plainPage(host: string, path: string): Page {
  const portal = ENDPOINTS.portals.find(({ url }) => url === `http://${host}${path.replace(/\?.*/, '')}`);
  return (_request, response) => {
    if (portal) response.writeHead(portal.status, { 'content-type': 'text/plain' }).end(portal.body);
    else response.writeHead(301, { location: `https://${host}${path}` }).end();
  };
}

function site(host: string, response: ServerResponse): void {
  response
    .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
    .end(`<!doctype html><html lang="en"><meta charset="utf-8"><title>${host}</title><h1>${host}</h1>`);
}

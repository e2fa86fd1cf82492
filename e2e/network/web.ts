import type { IncomingMessage, ServerResponse } from 'node:http';
import { SAMPLE_BYTES } from '../../src/checks/throughput.ts';
import { ENDPOINTS } from '../../src/config/endpoints.ts';
import { fillerPage, sendSlowly } from './drip.ts';
import { ROLES } from './fault-table.ts';
import { answerAggregation, answerOutages } from './feeds.ts';
import { answerGlobalping } from './globalping.ts';
import { answerTestHelper } from './helper.ts';
import type { WriteLog } from './log.ts';
import { OWN_RESOLVER } from './places.ts';
import { answerDoh, type Lookup } from './resolver.ts';
import type { Fault, HttpFault } from './scenario.ts';
import type { Connection } from './tls-listeners.ts';

export interface WebContext {
  writeLog: WriteLog;
  /** What the person's own resolver says. */
  ownResolverLookup: Lookup;
  /** What resolvers elsewhere say. */
  authoritativeLookup: Lookup;
  /** Without counting a connection. */
  faultOf(host: string): Fault;
  /** The country that the person's network is in. */
  country(): string;
  collector(request: IncomingMessage, response: ServerResponse): void;
}

type HttpHandler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** Everything that answers HTTP in the simulated network, healthy or not. */
export function createWebHandler(
  world: WebContext,
): (visit: Connection, request: IncomingMessage, response: ServerResponse) => void {
  return (visit, request, response) => {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
    const { method = 'GET', url: path = '/' } = request;
    const logRequest = (action: string) => {
      // Its questions are written down as `dns`.
      if (host === OWN_RESOLVER) return;
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      );
      world.writeLog({ layer: visit.isSecure ? 'http' : 'plain', host, method, path, headers, action });
    };
    const fault = visit.faultOf(host);
    response.once('finish', () => logRequest(`answered ${response.statusCode}`));
    if (fault) return applyHttpFault(withServedFile(fault, path), visit, response, logRequest);
    const page = visit.isSecure ? httpsHandler(world, host) : plainHttpHandler(host, path);
    // A page that breaks must not take the network with it; the browser sees a connection that ends.
    Promise.resolve(page(request, response)).catch((error: unknown) => {
      logRequest(`broke: ${error}`);
      response.destroy();
    });
  };
}

function withServedFile({ files, ...fault }: HttpFault, path: string): HttpFault {
  const file = files?.[path];
  return file ? { headers: { 'content-type': file.type }, body: file.body } : fault;
}

function applyHttpFault(
  fault: HttpFault,
  { tcpSocket }: Connection,
  response: ServerResponse,
  logRequest: (action: string) => void,
): void {
  const { cut, delay = 0, redirect, body = '', rate, headers } = fault;
  const { status = redirect === undefined ? 200 : 302 } = fault;
  const sendFault = () => {
    if (cut) logRequest(cut);
    if (cut === 'reset') tcpSocket.resetAndDestroy();
    else if (cut === 'close') tcpSocket.end();
    else if (!cut) {
      response.writeHead(status, {
        'content-type': 'text/html; charset=utf-8',
        ...(redirect === undefined ? {} : { location: redirect }),
        ...headers,
      });
      if (rate === undefined) response.end(body);
      else sendSlowly(response, body || fillerPage(SAMPLE_BYTES), rate);
    }
  };
  const waiting = setTimeout(sendFault, delay);
  response.once('close', () => clearTimeout(waiting));
}

function httpsHandler(world: WebContext, host: string): HttpHandler {
  if (host === OWN_RESOLVER) return resolverHandler(world, host, world.ownResolverLookup);
  if (ROLES['@resolvers']?.includes(host)) return resolverHandler(world, host, world.authoritativeLookup);
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
    return (request, response) =>
      answerTestHelper(request, response, world.faultOf, world.authoritativeLookup);
  if (ROLES['@controls']?.includes(host)) return (_request, response) => void response.writeHead(204).end();
  if (ROLES['@speeds']?.includes(host))
    return (_request, response) => void response.writeHead(200).end(fillerPage(SAMPLE_BYTES));
  return (_request, response) => serveSite(host, response);
}

function resolverHandler({ writeLog }: WebContext, from: string, lookup: Lookup): HttpHandler {
  return async (request, response) => {
    const answer = await answerDoh(request, response, lookup);
    if (answer) writeLog({ layer: 'dns', host: answer.name, action: answer.said, from });
  };
}

/** Plain http leads to https, but for the pages that are asked in the clear on purpose. */
function plainHttpHandler(host: string, path: string): HttpHandler {
  const portal = ENDPOINTS.portals.find(({ url }) => url === `http://${host}${path.replace(/\?.*/, '')}`);
  return (_request, response) => {
    if (portal) response.writeHead(portal.status, { 'content-type': 'text/plain' }).end(portal.body);
    else response.writeHead(301, { location: `https://${host}${path}` }).end();
  };
}

function serveSite(host: string, response: ServerResponse): void {
  response
    .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
    .end(`<!doctype html><html lang="en"><meta charset="utf-8"><title>${host}</title><h1>${host}</h1>`);
}

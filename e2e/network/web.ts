import type { IncomingMessage, ServerResponse } from 'node:http';
import { definedOnly } from '../../src/base/defined-only.ts';
import { ENDPOINTS } from '../../src/config/endpoints.ts';
import { fillerPage, sendSlowly } from './drip.ts';
import { ROLES } from './fault-table.ts';
import { answerAggregation, answerOutages } from './feeds.ts';
import { answerGlobalping } from './globalping.ts';
import { answerTestHelper } from './helper.ts';
import type { WriteLog } from './log.ts';
import type { AddressSeen } from './outside.ts';
import { OWN_RESOLVER } from './places.ts';
import { answerDoh, type Lookup } from './resolver.ts';
import type { Fault, HttpFault } from './scenario.ts';
import { LONG_FILE_BYTES, type SiteFile, sendFile, siteFile } from './site.ts';
import type { Connection } from './tls-listeners.ts';

export interface WebContext {
  writeLog: WriteLog;
  /** The person's own resolver. */
  ownResolverLookup: Lookup;
  /** Resolvers elsewhere. */
  authoritativeLookup: Lookup;
  /** Without counting a connection. */
  faultOf(host: string): Fault;
  /** What a computer elsewhere meets at an address; undefined if no host has it. */
  lookAtAddress(address: string, host: string): AddressSeen | undefined;
  /** Of the person's line. */
  roundTripMs(): number;
  /** The country that the person's network is in. */
  country(): string;
  collector(request: IncomingMessage, response: ServerResponse): void;
}

type HttpHandler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** Answers HTTP in the simulated network, with the host's fault or healthily. */
export function createWebHandler(
  world: WebContext,
): (visit: Connection, request: IncomingMessage, response: ServerResponse) => void {
  return (visit, request, response) => {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
    const { method = 'GET', url: path = '/' } = request;
    const logRequest = (action: string) => {
      // Questions to the resolver are logged as `dns`.
      if (host === OWN_RESOLVER) return;
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      );
      const layer = visit.isSecure ? 'https' : 'plain-http';
      world.writeLog({ layer, host, method, path, headers, action, connection: visit.id });
    };
    const fault = visit.faultOf(host);
    response.once('finish', () => logRequest(`answered ${response.statusCode}`));
    const serveHealthy = () => {
      const page = visit.isSecure ? httpsHandler(world, host) : plainHttpHandler(host, path);
      // An error in a handler must not end the network: the browser sees a connection that ends.
      Promise.resolve(page(request, response)).catch((error: unknown) => {
        logRequest(`broke: ${error}`);
        response.destroy();
      });
    };
    if (!fault || (isBusy(fault) && isSmallFile(path))) return serveHealthy();
    const faulty = withServedFile(fault, path);
    const { delay = 0, cut } = fault;
    const answer = () => {
      if (cut) cutConnection(cut, visit, logRequest);
      else if (isOnlyLate(faulty)) serveHealthy();
      else if (isOnlySlow(faulty)) sendFile(request, response, slowFile(world, host, path), faulty.rate);
      else sendFaultyAnswer(faulty, response);
    };
    const waiting = setTimeout(answer, delay);
    response.once('close', () => clearTimeout(waiting));
  };
}

/** What keeps a server busy is behind its front end, which has small files all the same. */
const isBusy = ({ delay = 0, cut, status }: HttpFault): boolean =>
  status === undefined && (delay > 0 || cut === 'hang');
const isSmallFile = (path: string): boolean => /^\/(favicon\.ico|robots\.txt)/.test(path);

const fieldsOf = (fault: HttpFault): string => Object.keys(fault).sort().join();
const isOnlyLate = (fault: HttpFault): boolean => fieldsOf(fault) === 'delay';
const isOnlySlow = (fault: HttpFault): boolean => /^(delay,)?rate$/.test(fieldsOf(fault));

/** The healthy file at the path; in place of a page that the scenario does not describe, a long one. */
function slowFile({ faultOf }: WebContext, host: string, path: string): SiteFile {
  const { page } = faultOf(host);
  const file = siteFile(host, path, page);
  if (page !== undefined || !file.type.startsWith('text/html')) return file;
  return { type: file.type, body: Buffer.from(fillerPage(LONG_FILE_BYTES)) };
}

function withServedFile({ files, ...fault }: HttpFault, path: string): HttpFault {
  const file = files?.[path];
  return file ? { headers: { 'content-type': file.type }, body: file.body } : fault;
}

function cutConnection(
  cut: NonNullable<HttpFault['cut']>,
  { tcpSocket }: Connection,
  logRequest: (action: string) => void,
): void {
  logRequest(cut);
  if (cut === 'reset') tcpSocket.resetAndDestroy();
  else if (cut === 'close') tcpSocket.end();
}

function sendFaultyAnswer(fault: HttpFault, response: ServerResponse): void {
  const { redirect, body = '', rate, headers } = fault;
  const { status = redirect === undefined ? 200 : 302 } = fault;
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    ...definedOnly({ location: redirect }),
    ...headers,
  });
  if (rate === undefined) response.end(body);
  else sendSlowly(response, body || fillerPage(LONG_FILE_BYTES), rate);
}

type MakeHandler = (world: WebContext, host: string) => HttpHandler;

/** What answers over TLS for the hosts of a role. */
const ROLE_HANDLERS: Record<string, MakeHandler> = {
  '@resolvers': (world, host) => resolverHandler(world, host, world.authoritativeLookup),
  '@collector': (world, host) => (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', `https://${host}`);
    if (pathname === '/api/v1/aggregation') answerAggregation(searchParams, response, world.faultOf);
    else world.collector(request, response);
  },
  '@globalping':
    ({ faultOf, country }) =>
    (request, response) =>
      answerGlobalping(request, response, faultOf, country()),
  '@outages': () => (_request, response) => answerOutages(response),
  '@helper': (world) => (request, response) => answerTestHelper(request, response, world),
  '@controls': () => (_request, response) => void response.writeHead(204).end(),
  '@speeds': () => (request, response) => sendFile(request, response, siteFile('', '/speed.bin', undefined)),
};

function httpsHandler(world: WebContext, host: string): HttpHandler {
  if (host === OWN_RESOLVER) {
    const answer = resolverHandler(world, host, world.ownResolverLookup);
    return async (...exchange) => {
      await new Promise((done) => setTimeout(done, world.roundTripMs()));
      await answer(...exchange);
    };
  }
  const [, makeHandler] = Object.entries(ROLE_HANDLERS).find(([role]) => ROLES[role]?.includes(host)) ?? [];
  return (
    makeHandler?.(world, host) ??
    ((request, response) =>
      sendFile(request, response, siteFile(host, request.url ?? '/', world.faultOf(host).page)))
  );
}

function resolverHandler({ writeLog }: WebContext, from: string, lookup: Lookup): HttpHandler {
  return async (request, response) => {
    const answer = await answerDoh(request, response, lookup);
    if (answer) writeLog({ layer: 'dns', host: answer.name, action: answer.said, from });
  };
}

/** Redirects plain http to https, except for the portals, which are asked in the clear on purpose. */
function plainHttpHandler(host: string, path: string): HttpHandler {
  const portal = ENDPOINTS.portals.find(({ url }) => url === `http://${host}${path}`);
  return (_request, response) => {
    if (portal) response.writeHead(portal.status, { 'content-type': 'text/plain' }).end(portal.body);
    else response.writeHead(301, { location: `https://${host}${path}` }).end();
  };
}

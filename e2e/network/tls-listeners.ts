import { createServer as createHttpServer, type Server as HttpServer, type RequestListener } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type SecureContext, TLSSocket } from 'node:tls';
import { type Blackhole, openBlackhole } from './blackhole.ts';
import type { CertificateKind } from './certificates.ts';
import { readOpening } from './client-hello.ts';
import type { Write } from './log.ts';
import { addressesOf, type Place } from './places.ts';
import type { Fault, HttpFault } from './scenario.ts';

/** One connection, as the pages behind it see it. */
export interface Visit {
  place: Place;
  secure: boolean;
  /** The TCP socket itself, whatever runs over it. */
  raw: Socket;
  /** What an answer here is wrong in: decided by the first request to a host, for as long as this connection stands. */
  faultOf(host: string): HttpFault | undefined;
}

export interface Rules {
  write: Write;
  /** What a port does before anybody says a name. */
  manner(place: Place, port: 'tls' | 'plain'): 'serve' | 'refuse' | 'drop';
  /** The fault of `host` at this moment; empty: no name is said. */
  faultOf(place: Place, host: string): Fault;
  /** One more connection has met it. */
  spend(host: string): void;
  contextFor(kind: CertificateKind, host: string): Promise<SecureContext>;
  serve(visit: Visit, ...exchange: Parameters<RequestListener>): void;
}

interface Door {
  place: Place;
  address: string;
  port: 'tls' | 'plain';
}

const MAX_HELLO_BYTES = 65_536;
const NOT_TLS = 'HTTP/1.0 400 Bad Request\r\nConnection: close\r\n\r\n';

/** The ports of all places: what listens, refuses or swallows, and the first bytes of each connection. */
export class Doors {
  readonly #places: readonly Place[];
  readonly #rules: Rules;
  readonly #open = new Map<string, Server>();
  readonly #sockets = new Set<Socket>();
  readonly #visits = new WeakMap<Duplex, Visit>();
  readonly #http: HttpServer;
  #blackhole: Blackhole | undefined;

  constructor(places: readonly Place[], rules: Rules) {
    this.#places = places;
    this.#rules = rules;
    this.#http = createHttpServer((request, response) => {
      const visit = this.#visits.get(request.socket);
      if (visit) rules.serve(visit, request, response);
      else request.socket.destroy();
    });
  }

  /** Makes every port behave as the rules say now. @throws if a port is taken (`EADDRINUSE`) */
  async arrange(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await this.#blackhole?.close();
    this.#blackhole = undefined;
    const doors = this.#places.flatMap((place) =>
      addressesOf(place).flatMap((address) => [
        { place, address, port: 'tls' as const },
        { place, address, port: 'plain' as const },
      ]),
    );
    const manner = ({ place, port }: Door) => this.#rules.manner(place, port);
    await Promise.all(doors.filter((door) => manner(door) !== 'serve').map((door) => this.#shut(door)));
    await Promise.all(doors.filter((door) => manner(door) === 'serve').map((door) => this.#listen(door)));
    const swallowing = doors.filter((door) => manner(door) === 'drop');
    if (swallowing.length > 0)
      this.#blackhole = await openBlackhole(
        swallowing.map(({ place, address, port }) => ({ address, port: place.ports[port] })),
      );
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await this.#blackhole?.close();
    await Promise.all([...this.#open.values()].map(closed));
    this.#open.clear();
  }

  async #shut(door: Door): Promise<void> {
    const server = this.#open.get(nameOf(door));
    this.#open.delete(nameOf(door));
    if (server) await closed(server);
  }

  #listen(door: Door): Promise<void> {
    if (this.#open.has(nameOf(door))) return Promise.resolve();
    const server = createServer((socket) => this.#welcome(door, socket));
    return new Promise((done, fail) => {
      server.once('error', fail);
      server.listen(door.place.ports[door.port], door.address, () => {
        this.#open.set(nameOf(door), server);
        done();
      });
    });
  }

  #welcome({ place, address, port }: Door, socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
    this.#rules.write({ layer: 'tcp', host: address, action: `connected, ${port}` });
    if (port === 'plain') this.#hand(place, socket, socket);
    else this.#listenToHello(place, socket);
  }

  #listenToHello(place: Place, socket: Socket): void {
    let bytes = Buffer.alloc(0);
    const read = (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      const opening = readOpening(bytes);
      if (opening.kind === 'incomplete' && bytes.length < MAX_HELLO_BYTES) return;
      socket.off('data', read);
      socket.pause();
      if (opening.kind === 'hello') {
        socket.unshift(bytes);
        this.#greet(place, socket, opening.name).catch(() => socket.destroy());
      } else socket.end(NOT_TLS);
    };
    socket.on('data', read);
  }

  async #greet(place: Place, raw: Socket, name: string | undefined): Promise<void> {
    const { tls } = this.#rules.faultOf(place, name ?? '');
    const host = name ?? place.address;
    if (tls) this.#rules.spend(name ?? '');
    const say = (action: string) => this.#rules.write({ layer: 'tls', host, action });
    switch (tls) {
      // A refused port takes no connection; one that stands all the same was made before.
      case 'refuse':
      case 'reset':
        say('reset');
        raw.resetAndDestroy();
        return;
      case 'close':
        say('closed');
        raw.end();
        return;
      case 'drop':
        say('swallowed');
        return;
      case 'not-tls':
        say('answered in the clear');
        raw.end(NOT_TLS);
        return;
    }
    const kind = name === undefined ? 'nameless' : (tls ?? 'good');
    const secureContext = await this.#rules.contextFor(kind, host);
    const socket = new TLSSocket(raw, { isServer: true, secureContext, ALPNProtocols: ['http/1.1'] });
    say(`showed a certificate: ${kind}`);
    socket.on('error', () => {});
    socket.once('secure', () => say('secured'));
    this.#hand(place, raw, socket);
  }

  #hand(place: Place, raw: Socket, socket: Duplex): void {
    const secure = socket !== raw;
    const known = new Map<string, HttpFault | undefined>();
    const faultOf = (host: string) => {
      if (known.has(host)) return known.get(host);
      const fault = httpFault(this.#rules.faultOf(place, host), secure);
      if (fault) this.#rules.spend(host);
      known.set(host, fault);
      return fault;
    };
    this.#visits.set(socket, { place, raw, secure, faultOf });
    this.#http.emit('connection', socket);
  }
}

const CUTS = { reset: 'reset', close: 'close', drop: 'hang' } as const;

function httpFault({ https, plainHttp }: Fault, secure: boolean): HttpFault | undefined {
  if (secure) return https;
  // A refused port takes no connection; one that stands all the same was made before.
  if (plainHttp === 'refuse') return { cut: 'reset' };
  return typeof plainHttp === 'string' ? { cut: CUTS[plainHttp] } : plainHttp;
}

const nameOf = ({ place, address, port }: Door): string => `${place.key} ${address} ${port}`;

function closed(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
  });
}

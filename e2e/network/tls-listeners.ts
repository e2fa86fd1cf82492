import { createServer as createHttpServer, type Server as HttpServer, type RequestListener } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type SecureContext, TLSSocket } from 'node:tls';
import { type Blackhole, openBlackhole } from './blackhole.ts';
import type { CertificateKind } from './certificates.ts';
import { parseClientHello } from './client-hello.ts';
import type { WriteLog } from './log.ts';
import { addressesOf, type Place } from './places.ts';
import type { Fault, HttpFault } from './scenario.ts';

/** One connection, as HTTP handlers see it. */
export interface Connection {
  place: Place;
  isSecure: boolean;
  /** The TCP socket under TLS, or the connection itself. */
  tcpSocket: Socket;
  /** The fault of answers to a host: decided by its first request, for the life of this connection. */
  faultOf(host: string): HttpFault | undefined;
}

export interface ListenerRules {
  writeLog: WriteLog;
  /** What a port does before the client says a name. */
  portBehaviour(place: Place, port: 'tls' | 'plain'): 'serve' | 'refuse' | 'drop';
  /** The current fault of `host`; an empty host: the client said no name. */
  faultOf(place: Place, host: string): Fault;
  /** Counts one more connection that met the fault of the host. */
  countConnection(host: string): void;
  contextFor(kind: CertificateKind, host: string): Promise<SecureContext>;
  serveRequest(visit: Connection, ...exchange: Parameters<RequestListener>): void;
}

interface ListeningPort {
  place: Place;
  address: string;
  port: 'tls' | 'plain';
}

const MAX_HELLO_BYTES = 65_536;
const NOT_TLS = 'HTTP/1.0 400 Bad Request\r\nConnection: close\r\n\r\n';

/** The ports of all places, which serve, refuse or swallow, and the first bytes of each connection. */
export class PortListeners {
  readonly #places: readonly Place[];
  readonly #rules: ListenerRules;
  readonly #servers = new Map<string, Server>();
  readonly #sockets = new Set<Socket>();
  readonly #connections = new WeakMap<Duplex, Connection>();
  readonly #http: HttpServer;
  #blackhole: Blackhole | undefined;

  constructor(places: readonly Place[], rules: ListenerRules) {
    this.#places = places;
    this.#rules = rules;
    this.#http = createHttpServer((request, response) => {
      const visit = this.#connections.get(request.socket);
      if (visit) rules.serveRequest(visit, request, response);
      else request.socket.destroy();
    });
  }

  /** Makes every port follow the current rules. @throws if a port is taken (`EADDRINUSE`) */
  async updateListeners(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await this.#blackhole?.close();
    this.#blackhole = undefined;
    const doors = this.#places.flatMap((place) =>
      addressesOf(place).flatMap((address) => [
        { place, address, port: 'tls' as const },
        { place, address, port: 'plain' as const },
      ]),
    );
    const behaviourOf = ({ place, port }: ListeningPort) => this.#rules.portBehaviour(place, port);
    await Promise.all(
      doors.filter((door) => behaviourOf(door) !== 'serve').map((door) => this.#stopListening(door)),
    );
    await Promise.all(
      doors.filter((door) => behaviourOf(door) === 'serve').map((door) => this.#startListening(door)),
    );
    const swallowing = doors.filter((door) => behaviourOf(door) === 'drop');
    if (swallowing.length > 0)
      this.#blackhole = await openBlackhole(
        swallowing.map(({ place, address, port }) => ({ address, port: place.ports[port] })),
      );
  }

  async closeAll(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await this.#blackhole?.close();
    await Promise.all([...this.#servers.values()].map(closeServer));
    this.#servers.clear();
  }

  async #stopListening(door: ListeningPort): Promise<void> {
    const server = this.#servers.get(listenerKey(door));
    this.#servers.delete(listenerKey(door));
    if (server) await closeServer(server);
  }

  #startListening(door: ListeningPort): Promise<void> {
    if (this.#servers.has(listenerKey(door))) return Promise.resolve();
    const server = createServer((socket) => this.#acceptConnection(door, socket));
    return new Promise((done, fail) => {
      server.once('error', fail);
      server.listen(door.place.ports[door.port], door.address, () => {
        this.#servers.set(listenerKey(door), server);
        done();
      });
    });
  }

  #acceptConnection({ place, address, port }: ListeningPort, socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
    this.#rules.writeLog({ layer: 'tcp', host: address, action: `connected, ${port}` });
    if (port === 'plain') this.#serveHttp(place, socket, socket);
    else this.#readClientHello(place, socket);
  }

  #readClientHello(place: Place, socket: Socket): void {
    let bytes = Buffer.alloc(0);
    const onData = (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      const opening = parseClientHello(bytes);
      if (opening.kind === 'incomplete' && bytes.length < MAX_HELLO_BYTES) return;
      socket.off('data', onData);
      socket.pause();
      if (opening.kind === 'hello') {
        socket.unshift(bytes);
        this.#answerHello(place, socket, opening.name).catch(() => socket.destroy());
      } else socket.end(NOT_TLS);
    };
    socket.on('data', onData);
  }

  async #answerHello(place: Place, tcpSocket: Socket, name: string | undefined): Promise<void> {
    const { tls } = this.#rules.faultOf(place, name ?? '');
    const host = name ?? place.address;
    if (tls) this.#rules.countConnection(name ?? '');
    const logTls = (action: string) => this.#rules.writeLog({ layer: 'tls', host, action });
    switch (tls) {
      // A refused port accepts no connection, so this one was made before the fault.
      case 'refuse':
      case 'reset':
        logTls('reset');
        tcpSocket.resetAndDestroy();
        return;
      case 'close':
        logTls('closed');
        tcpSocket.end();
        return;
      case 'drop':
        logTls('swallowed');
        return;
      case 'not-tls':
        logTls('answered in the clear');
        tcpSocket.end(NOT_TLS);
        return;
    }
    const kind = name === undefined ? 'nameless' : (tls ?? 'good');
    const secureContext = await this.#rules.contextFor(kind, host);
    const socket = new TLSSocket(tcpSocket, { isServer: true, secureContext, ALPNProtocols: ['http/1.1'] });
    logTls(`showed a certificate: ${kind}`);
    socket.on('error', () => {});
    socket.once('secure', () => logTls('secured'));
    this.#serveHttp(place, tcpSocket, socket);
  }

  #serveHttp(place: Place, tcpSocket: Socket, socket: Duplex): void {
    const isSecure = socket !== tcpSocket;
    const known = new Map<string, HttpFault | undefined>();
    const faultOf = (host: string) => {
      if (known.has(host)) return known.get(host);
      const fault = httpFaultOn(this.#rules.faultOf(place, host), isSecure);
      if (fault) this.#rules.countConnection(host);
      known.set(host, fault);
      return fault;
    };
    this.#connections.set(socket, { place, tcpSocket: tcpSocket, isSecure: isSecure, faultOf });
    this.#http.emit('connection', socket);
  }
}

const CUT_OF_FAULT = { reset: 'reset', close: 'close', drop: 'hang' } as const;

function httpFaultOn({ https, plainHttp }: Fault, isSecure: boolean): HttpFault | undefined {
  if (isSecure) return https;
  // A refused port accepts no connection, so this one was made before the fault.
  if (plainHttp === 'refuse') return { cut: 'reset' };
  return typeof plainHttp === 'string' ? { cut: CUT_OF_FAULT[plainHttp] } : plainHttp;
}

const listenerKey = ({ place, address, port }: ListeningPort): string => `${place.key} ${address} ${port}`;

function closeServer(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
  });
}

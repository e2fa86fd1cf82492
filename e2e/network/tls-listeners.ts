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
import { isShaped, type Shape, ShapedSocket } from './shaped-socket.ts';
import type { Traffic } from './traffic.ts';

/** One connection, as HTTP handlers see it. */
export interface Connection {
  /** Unique in the log. */
  id: number;
  place: Place;
  isSecure: boolean;
  /** The TCP socket under TLS, or the connection itself. */
  tcpSocket: Socket;
  /** The fault of answers to a host: decided by its first request, for the life of this connection. */
  faultOf(host: string): HttpFault | undefined;
}

type TcpConnection = Pick<Connection, 'id' | 'place' | 'tcpSocket'>;

export interface ListenerRules {
  writeLog: WriteLog;
  /** What a port does before the client says a name. */
  portBehaviour(place: Place, port: Port): 'serve' | 'refuse' | 'drop';
  /** The current fault of `host`; an empty host: the client said no name. */
  faultOf(place: Place, host: string): Fault;
  traffic: Pick<Traffic, 'isSwallowed' | 'noteHello' | 'shapeOf' | 'lineShape' | 'mayFreeze'>;
  /** Counts one more connection that met the fault of the host. */
  countConnection(place: Place, host: string): void;
  contextFor(kind: CertificateKind, host: string): Promise<SecureContext>;
  serveRequest(visit: Connection, ...exchange: Parameters<RequestListener>): void;
}

/** `others`: ports without a service. */
type Port = 'tls' | 'plain' | 'others';

interface ListeningPort {
  place: Place;
  address: string;
  port: Port;
  number: number;
}

const MAX_HELLO_BYTES = 65_536;
const NOT_TLS = 'HTTP/1.0 400 Bad Request\r\nConnection: close\r\n\r\n';
const NOT_TLS_REDIRECT =
  'HTTP/1.1 302 Found\r\nLocation: http://warning.example/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

/** The ports of all places, which serve, refuse or swallow, and the first bytes of each connection. */
export class PortListeners {
  readonly #places: readonly Place[];
  readonly #rules: ListenerRules;
  readonly #servers = new Map<string, Server>();
  readonly #sockets = new Set<Socket>();
  readonly #connections = new WeakMap<Duplex, Connection>();
  readonly #http: HttpServer;
  #blackhole: Blackhole | undefined;
  #lastConnection = 0;

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
    const doors = this.#places.flatMap(portsOf);
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
        swallowing.map(({ address, number }) => ({ address, port: number })),
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
      server.listen(door.number, door.address, () => {
        this.#servers.set(listenerKey(door), server);
        done();
      });
    });
  }

  #acceptConnection({ place, address, port }: ListeningPort, socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.on('error', () => {});
    const id = ++this.#lastConnection;
    this.#rules.writeLog({
      layer: 'tcp',
      host: address,
      action: `connected, ${port}`,
      connection: id,
      sentBytes: () => socket.bytesWritten,
      receivedBytes: () => socket.bytesRead,
    });
    const isSwallowed = port !== 'others' && this.#rules.traffic.isSwallowed(place, port);
    if (port === 'tls') {
      this.#readClientHello({ id, place, tcpSocket: socket }, isSwallowed);
      return;
    }
    if (isSwallowed) return;
    const shaped = shapeSocket(socket, this.#rules.traffic.lineShape(place));
    this.#serveHttp({ id, place, tcpSocket: socket, isSecure: false }, shaped);
  }

  #readClientHello(connection: TcpConnection, isSwallowed: boolean): void {
    const { id, place, tcpSocket: socket } = connection;
    let bytes = Buffer.alloc(0);
    const onData = (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      const opening = parseClientHello(bytes);
      if (opening.kind === 'incomplete' && bytes.length < MAX_HELLO_BYTES) return;
      socket.off('data', onData);
      socket.pause();
      if (opening.kind === 'hello') {
        socket.unshift(bytes);
        const { name } = opening;
        const host = name ?? place.address;
        if (isSwallowed) this.#rules.writeLog({ layer: 'tls', host, action: 'swallowed', connection: id });
        else this.#answerHello(connection, name).catch(() => socket.destroy());
      } else socket.end(NOT_TLS);
    };
    socket.on('data', onData);
  }

  async #answerHello({ id, place, tcpSocket }: TcpConnection, name: string | undefined): Promise<void> {
    const { tls, pace } = this.#rules.faultOf(place, name ?? '');
    const { traffic } = this.#rules;
    const host = name ?? place.address;
    const shape = traffic.shapeOf(place, name);
    traffic.noteHello(place, name);
    if (tls || pace) this.#rules.countConnection(place, name ?? '');
    const logTls = (action: string) => this.#rules.writeLog({ layer: 'tls', host, action, connection: id });
    if (isEndAtHello(tls)) {
      // The kernel has answered the SYN at once.
      if (shape.roundTripMs) await new Promise((done) => setTimeout(done, 2 * shape.roundTripMs));
      return endAtHello(tls, tcpSocket, logTls);
    }
    const kind = name === undefined ? 'nameless' : (tls ?? 'good');
    const secureContext = await this.#rules.contextFor(kind, host);
    const shaped = shapeSocket(tcpSocket, shape, () => {
      const freezes = traffic.mayFreeze(place, name);
      if (freezes) logTls(`froze after ${shape.freezeAfter} bytes`);
      return freezes;
    });
    const socket = new TLSSocket(shaped, { isServer: true, secureContext, ALPNProtocols: ['http/1.1'] });
    logTls(`showed a certificate: ${kind}`);
    socket.on('error', () => {});
    socket.once('secure', () => logTls('secured'));
    this.#serveHttp({ id, place, tcpSocket, isSecure: true }, socket);
  }

  #serveHttp(visit: Omit<Connection, 'faultOf'>, socket: Duplex): void {
    const known = new Map<string, HttpFault | undefined>();
    const faultOf = (host: string) => {
      if (known.has(host)) return known.get(host);
      const fault = httpFaultOn(this.#rules.faultOf(visit.place, host), visit.isSecure);
      if (fault) this.#rules.countConnection(visit.place, host);
      known.set(host, fault);
      return fault;
    };
    this.#connections.set(socket, { ...visit, faultOf });
    this.#http.emit('connection', socket);
  }
}

type EndAtHello = Extract<
  Fault['tls'],
  'refuse' | 'reset' | 'close' | 'drop' | 'not-tls' | 'not-tls-redirect'
>;

const END_AT_HELLO: Record<EndAtHello, { action: string; end(socket: Socket): void }> = {
  // A refused port accepts no connection, so this one was made before the fault.
  refuse: { action: 'reset', end: (socket) => socket.resetAndDestroy() },
  reset: { action: 'reset', end: (socket) => socket.resetAndDestroy() },
  close: { action: 'closed', end: (socket) => socket.end() },
  drop: { action: 'swallowed', end: () => {} },
  'not-tls': { action: 'answered in the clear', end: (socket) => socket.end(NOT_TLS) },
  'not-tls-redirect': { action: 'redirected in the clear', end: (socket) => socket.end(NOT_TLS_REDIRECT) },
};

const isEndAtHello = (tls: Fault['tls']): tls is EndAtHello => tls !== undefined && tls in END_AT_HELLO;

function endAtHello(tls: EndAtHello, socket: Socket, logTls: (action: string) => void): void {
  const { action, end } = END_AT_HELLO[tls];
  logTls(action);
  end(socket);
}

const shapeSocket = (socket: Socket, shape: Shape, mayFreeze = () => false): Socket | ShapedSocket =>
  isShaped(shape) ? new ShapedSocket(socket, shape, mayFreeze) : socket;

const portsOf = (place: Place): ListeningPort[] =>
  addressesOf(place).flatMap((address) => [
    { place, address, port: 'tls' as const, number: place.ports.tls },
    { place, address, port: 'plain' as const, number: place.ports.plain },
    ...place.ports.others.map((number) => ({ place, address, port: 'others' as const, number })),
  ]);

const CUT_OF_FAULT = { reset: 'reset', close: 'close', drop: 'hang' } as const;

function httpFaultOn({ https, plainHttp }: Fault, isSecure: boolean): HttpFault | undefined {
  if (isSecure) return https;
  // A refused port accepts no connection, so this one was made before the fault.
  if (plainHttp === 'refuse') return { cut: 'reset' };
  return typeof plainHttp === 'string' ? { cut: CUT_OF_FAULT[plainHttp] } : plainHttp;
}

const listenerKey = ({ place, address, number }: ListeningPort): string =>
  `${place.key} ${address} ${number}`;

function closeServer(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
  });
}

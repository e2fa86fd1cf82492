import { Bucket } from './bucket.ts';
import type { FaultTable } from './fault-table.ts';
import type { Place } from './places.ts';
import type { Shape } from './shaped-socket.ts';
import type { SimulatedInternet } from './simulated-internet.ts';

/** ms for which an address remembers a connection. */
const CONNECTION_WINDOW_MS = 60_000;

/** Everything about connections that depends on earlier ones, or on others at the same time. */
export class Traffic {
  readonly #internet: SimulatedInternet;
  readonly #table: FaultTable;
  readonly #buckets = new Map<string, Bucket>();
  readonly #connectedAt = new Map<string, number[]>();
  readonly #swallowsUntil = new Map<string, number>();

  constructor(internet: SimulatedInternet, table: FaultTable) {
    this.#internet = internet;
    this.#table = table;
  }

  /** Forgets all connections. */
  reset(): void {
    this.#buckets.clear();
    this.#connectedAt.clear();
    this.#swallowsUntil.clear();
  }

  /** Counts a connection. @returns whether the address swallows all that it says */
  isSwallowed(place: Place, port: 'tls' | 'plain'): boolean {
    const now = performance.now();
    const swallows = now < (this.#swallowsUntil.get(place.key) ?? 0);
    if (port === 'plain') return swallows;
    const recent = (this.#connectedAt.get(place.key) ?? []).filter((at) => now - at < CONNECTION_WINDOW_MS);
    this.#connectedAt.set(place.key, [...recent, now]);
    return (
      swallows ||
      recent.length >= (this.#internet.faultOfPlace(place).maxConnections ?? Number.POSITIVE_INFINITY)
    );
  }

  /** Starts the time in which the address of the place swallows connections, if the name is one that leads to it. */
  noteHello(place: Place, name: string | undefined): void {
    const { residualMs } = this.#internet.faultOf(place, name ?? '');
    if (residualMs) this.#swallowsUntil.set(place.key, performance.now() + residualMs);
  }

  /** Of a connection to port 443. */
  shapeOf(place: Place, name: string | undefined): Shape {
    const { fault } = this.#internet.namedOrPlace(place, name);
    const line = this.lineShape(place);
    return {
      ...line,
      freezeAfter: fault.freezeAfter ?? line.freezeAfter,
      isCut: fault.isCut === true,
      buckets: [...(fault.pace === undefined ? [] : [new Bucket(fault.pace)]), ...line.buckets],
    };
  }

  /** Of any connection. One to the own resolver stands for questions over UDP, which have no handshake. */
  lineShape(place: Place): Shape {
    const { pace, roundTrip = 0 } = this.#internet.isOwnResolver(place)
      ? {}
      : this.#table.networkFault('@line');
    return {
      freezeAfter: Number.POSITIVE_INFINITY,
      roundTripMs: roundTrip,
      buckets: this.#bucketFor('@line', pace),
    };
  }

  /** Asks when a connection has passed its bytes. @returns whether it freezes: the fault may be over by then */
  mayFreeze(place: Place, name: string | undefined): boolean {
    const { host, fault } = this.#internet.namedOrPlace(place, name);
    if (fault.freezeAfter === undefined) return false;
    this.#table.countConnection(host);
    return true;
  }

  #bucketFor(key: string, pace: number | undefined): Bucket[] {
    if (pace === undefined) return [];
    const bucket = this.#buckets.get(key) ?? new Bucket(pace);
    this.#buckets.set(key, bucket);
    return [bucket];
  }
}

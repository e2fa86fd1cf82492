import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import type { Bucket } from './bucket.ts';

/** How bytes pass to the client. */
export interface Shape {
  /** Each byte needs a place in all of them. */
  buckets: Bucket[];
  roundTripMs: number;
  /** Bytes after which nothing passes any more. */
  freezeAfter: number;
  /** After these bytes the connection is reset instead of frozen. */
  isCut?: boolean;
}

export const isShaped = ({ buckets, roundTripMs, freezeAfter }: Shape): boolean =>
  buckets.length > 0 || roundTripMs > 0 || freezeAfter !== Number.POSITIVE_INFINITY;

const CUT_AFTER_MS = 50;

/** A TCP connection behind something that slows it down, or freezes it without a word to either side. */
export class ShapedSocket extends Duplex {
  readonly #socket: Socket;
  readonly #shape: Shape;
  readonly #mayFreeze: () => boolean;
  #bytesLeft: number;
  #answersFrom: number;
  #isFrozen = false;

  /** `mayFreeze` is asked when the bytes have passed. */
  constructor(socket: Socket, shape: Shape, mayFreeze: () => boolean) {
    super();
    this.#socket = socket.setNoDelay();
    this.#shape = shape;
    this.#mayFreeze = mayFreeze;
    this.#bytesLeft = shape.freezeAfter;
    // The kernel answers the SYN at once, so the first answer waits for two round trips.
    this.#answersFrom = performance.now() + 2 * shape.roundTripMs;
    socket.on('data', (chunk) => this.#receive(chunk));
    // The layer above learns of errors by the end of the connection.
    this.on('error', () => {});
    socket.once('end', () => this.push(null));
    socket.once('close', () => this.destroy());
    socket.pause();
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    this.#send(chunk).then(() => done(), done);
  }

  override _final(done: () => void): void {
    if (!this.#isFrozen) this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    for (const bucket of this.#shape.buckets) bucket.leave(this);
    if (!this.#isFrozen) this.#socket.destroy();
    done(error);
  }

  #receive(chunk: Buffer): void {
    if (this.#isFrozen) return;
    this.#answersFrom = Math.max(this.#answersFrom, performance.now() + this.#shape.roundTripMs);
    if (!this.push(chunk)) this.#socket.pause();
  }

  /** Does not resolve once the connection is frozen: these bytes never arrive. */
  async #send(chunk: Buffer): Promise<void> {
    const wait = this.#answersFrom - performance.now();
    if (wait > 0) await new Promise((done) => setTimeout(done, wait));
    await this.#passThrough(this.#shape.buckets, chunk);
  }

  async #passThrough([bucket, ...others]: Bucket[], bytes: Buffer): Promise<void> {
    if (!bucket) return this.#pass(bytes);
    for (let at = 0; at < bytes.length; ) {
      const granted = await bucket.take(this, bytes.length - at);
      await this.#passThrough(others, bytes.subarray(at, at + granted));
      at += granted;
    }
  }

  async #pass(bytes: Buffer): Promise<void> {
    const passing = bytes.subarray(0, this.#bytesLeft);
    this.#bytesLeft -= passing.length;
    if (!this.#socket.destroyed && !this.#socket.write(passing))
      await new Promise<void>((done) => {
        this.#socket.once('drain', done).once('close', done);
      });
    if (this.#bytesLeft > 0) return;
    if (this.#mayFreeze()) await this.#freeze();
    this.#bytesLeft = Number.POSITIVE_INFINITY;
    if (passing.length < bytes.length) await this.#pass(bytes.subarray(passing.length));
  }

  #freeze(): Promise<void> {
    this.#isFrozen = true;
    // What is on its way arrives before a reset does.
    if (this.#shape.isCut) setTimeout(() => this.#socket.resetAndDestroy(), CUT_AFTER_MS).unref();
    // What the client says from now on is swallowed as well.
    this.#socket.resume();
    return new Promise(() => {});
  }
}

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

export interface Blackhole {
  close(): Promise<void>;
}
interface BlackholePort {
  address: string;
  port: number;
}

/** A connection on loopback that takes this many ms counts as swallowed. It normally takes less than one. */
const DROPPED_AFTER_MS = 150;
const MAX_QUEUE = 16;

/**
 * Makes ports that swallow the SYN, as behind a filter that drops packets. Needs no privilege.
 * @throws if a port is taken, or if the system still answers
 */
export async function openBlackhole(doors: BlackholePort[]): Promise<Blackhole> {
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL('./blackhole.worker.mjs', import.meta.url), {
    workerData: { flag, sockets: doors },
  });
  const gone = once(worker, 'exit');
  const fillers: Socket[] = [];
  const closeBlackhole = async () => {
    Atomics.store(flag, 0, 1);
    Atomics.notify(flag, 0);
    await gone;
    for (const filler of fillers) filler.destroy();
  };
  // Rejects on the worker's `error`, such as a taken port.
  await once(worker, 'message');
  try {
    await Promise.all(doors.map((door) => fillQueue(door, fillers)));
  } catch (error) {
    await closeBlackhole();
    throw error;
  }
  return { close: closeBlackhole };
}

async function fillQueue({ address, port }: BlackholePort, fillers: Socket[]): Promise<void> {
  for (let i = 0; i < MAX_QUEUE; i++) {
    const socket = connect(port, address);
    socket.on('error', () => {});
    fillers.push(socket);
    const connected = await new Promise<boolean>((done) => {
      socket.once('connect', () => done(true));
      // One more turn of the event loop: on a busy machine the timer may fire before an established connection is seen.
      setTimeout(() => setImmediate(() => done(false)), DROPPED_AFTER_MS);
    });
    if (!connected) return;
  }
  throw new Error(`${address}:${port} still answers with ${MAX_QUEUE} connections waiting in its queue`);
}

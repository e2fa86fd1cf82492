// Listens and never accepts: once the short queue of each socket is full, the kernel swallows every further SYN.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';

const { flag, sockets } = workerData;
const servers = [];
for (const { address, port } of sockets) {
  const server = createServer().listen(port, address, 1);
  await once(server, 'listening');
  servers.push(server);
}
parentPort.postMessage('listening');
// Nothing is accepted because this thread does not turn its event loop any more.
Atomics.wait(flag, 0, 0);
process.exit();

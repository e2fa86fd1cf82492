import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { WriteLog } from './log.ts';
import { buildDnsAnswer, type Lookup } from './resolver.ts';

/** The person's own resolver for the system: UDP, port 53 (RFC 1035). @returns a function that closes it */
export async function openPort53(lookup: Lookup, write: WriteLog): Promise<() => void> {
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    const answer = buildDnsAnswer(query, lookup);
    if (!answer) return;
    write({ layer: 'dns', host: answer.name, action: answer.said });
    if (answer.bytes) socket.send(answer.bytes, from.port, from.address);
  });
  socket.bind(53, '127.0.0.1');
  await once(socket, 'listening');
  return () => socket.close();
}

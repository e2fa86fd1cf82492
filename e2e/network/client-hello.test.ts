import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { parseClientHello } from './client-hello.ts';

let named: Buffer;
let nameless: Buffer;
beforeAll(async () => {
  named = await captureRealHello('api.X.com');
  nameless = await captureRealHello('');
});

test('reads the server name of a real client', () => {
  expect(parseClientHello(named)).toEqual({ kind: 'hello', name: 'api.x.com' });
  expect(parseClientHello(nameless)).toEqual({ kind: 'hello', name: undefined });
});

test('waits for the rest wherever the hello is cut', () => {
  for (let length = 0; length < named.length; length++)
    expect(parseClientHello(named.subarray(0, length))).toEqual({ kind: 'incomplete' });
});

test('joins a hello that is split over records', () => {
  const message = named.subarray(5);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: message.length - 1 }), (at) => {
      const parts = [message.subarray(0, at), message.subarray(at)];
      const split = parts.flatMap((part) => [22, 3, 1, part.length >> 8, part.length & 255, ...part]);
      expect(parseClientHello(Uint8Array.from(split))).toEqual({ kind: 'hello', name: 'api.x.com' });
    }),
  );
});

test('recognizes other protocols at the first byte', () => {
  expect(parseClientHello(Buffer.from('GET / HTTP/1.1\r\n'))).toEqual({ kind: 'not-tls' });
  expect(parseClientHello(Uint8Array.from([22, 3, 1, 0, 1, 2]))).toEqual({ kind: 'not-tls' });
});

test('never throws on any bytes', () => {
  const damaged = fc
    .array(fc.record({ at: fc.nat(), to: fc.integer({ min: 0, max: 255 }) }), { maxLength: 8 })
    .map((changes) => {
      const bytes = Uint8Array.from(named);
      for (const { at, to } of changes) bytes[at % bytes.length] = to;
      return bytes;
    });
  const any = fc.oneof(fc.uint8Array({ maxLength: 300 }), damaged);
  fc.assert(
    fc.property(any, (bytes) => {
      expect(['hello', 'incomplete', 'not-tls']).toContain(parseClientHello(bytes).kind);
    }),
    { numRuns: 500 },
  );
});

async function captureRealHello(servername: string): Promise<Buffer> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  const client = connectTls({ socket: connect(address.port, '127.0.0.1'), servername });
  client.on('error', () => {});
  const [socket]: Socket[] = await once(server, 'connection');
  const [hello]: Buffer[] = socket ? await once(socket, 'data') : [];
  client.destroy();
  socket?.destroy();
  server.close();
  return hello ?? Buffer.alloc(0);
}

/** The first bytes of a connection; `name` is the server name of a TLS client (RFC 6066 §3). */
export type FirstBytes =
  | { kind: 'hello'; name: string | undefined }
  | { kind: 'incomplete' }
  | { kind: 'not-tls' };

const HANDSHAKE = 22;
const CLIENT_HELLO = 1;
const SERVER_NAME = 0;
const HEADER_BYTES = 5;

/** Reads a ClientHello (RFC 8446 §4.1.2), even if it is split over several records. Never throws. */
export function parseClientHello(bytes: Uint8Array): FirstBytes {
  const message: number[] = [];
  for (let at = 0; ; ) {
    const length = ((bytes[at + 3] ?? 0) << 8) | (bytes[at + 4] ?? 0);
    if (at < bytes.length && bytes[at] !== HANDSHAKE) return { kind: 'not-tls' };
    if (message.length > 0 && message[0] !== CLIENT_HELLO) return { kind: 'not-tls' };
    if (message.length >= 4 && message.length >= 4 + readUint(message, 1, 3))
      return { kind: 'hello', name: parseServerName(message) };
    if (at + HEADER_BYTES + length > bytes.length || length === 0) return { kind: 'incomplete' };
    message.push(...bytes.subarray(at + HEADER_BYTES, at + HEADER_BYTES + length));
    at += HEADER_BYTES + length;
  }
}

function parseServerName(message: number[]): string | undefined {
  let at = 4 + 2 + 32; // header, version, random
  at += 1 + readUint(message, at, 1); // session id
  at += 2 + readUint(message, at, 2); // cipher suites
  at += 1 + readUint(message, at, 1); // compression methods
  const end = Math.min(message.length, at + 2 + readUint(message, at, 2));
  at += 2;
  while (at + 4 <= end) {
    const length = readUint(message, at + 2, 2);
    if (readUint(message, at, 2) === SERVER_NAME) {
      const name = message.slice(at + 9, at + 9 + readUint(message, at + 7, 2));
      return name.length > 0 ? String.fromCharCode(...name).toLowerCase() : undefined;
    }
    at += 4 + length;
  }
  return undefined;
}

/** Big-endian; bytes beyond the end are zero. */
function readUint(bytes: number[], at: number, size: number): number {
  let value = 0;
  for (let i = 0; i < size; i++) value = value * 256 + (bytes[at + i] ?? 0);
  return value;
}

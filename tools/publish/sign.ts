import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { preAuthEncoding } from '../../src/updates/dsse.ts';
import type { Envelope } from '../../src/updates/repository-format.ts';

/** An Ed25519 key that can sign. */
export interface Signer {
  /** 32 bytes in base64. */
  publicKey: string;
  sign(bytes: Uint8Array): Uint8Array;
}

/**
 * @param text PKCS#8 in base64, as `openssl genpkey -algorithm ed25519 -outform DER | base64 -w0` makes it
 * @throws Error when it is no such key
 */
export function parseSigner(text: string): Signer {
  return signerFromPkcs8(Buffer.from(text, 'base64'));
}

/** The bytes of an Ed25519 key in PKCS#8 before the 32 bytes of the key itself (RFC 8410). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A test key, derived from its name: everyone can make it, so it protects nothing. */
export function testSigner(name: string): Signer {
  return signerFromPkcs8(
    Buffer.concat([PKCS8_PREFIX, createHash('sha256').update(`test key: ${name}`).digest()]),
  );
}

function signerFromPkcs8(der: Buffer): Signer {
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  } catch {
    throw new Error('This is no private key: PKCS#8, DER, in base64 is expected');
  }
  if (key.asymmetricKeyType !== 'ed25519')
    throw new Error(`The key is ${key.asymmetricKeyType}, not Ed25519`);
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return {
    publicKey: spki.subarray(-32).toString('base64'),
    sign: (bytes) => sign(null, bytes, key),
  };
}

/** A DSSE envelope as JSON text. Ed25519 is deterministic: the same payload and keys give the same bytes. */
export function signEnvelope(type: string, payload: string, signers: readonly Signer[]): string {
  const bytes = Buffer.from(payload);
  const signedBytes = preAuthEncoding(type, bytes);
  const envelope: Envelope = {
    payloadType: type,
    payload: bytes.toString('base64'),
    signatures: signers.map((signer) => ({ sig: Buffer.from(signer.sign(signedBytes)).toString('base64') })),
  };
  return JSON.stringify(envelope);
}

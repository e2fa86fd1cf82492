import { EnvelopeSchema, type RoleKeys } from './repository-format.ts';
import { parseUpdateJson, UpdateError } from './update-error.ts';

const encoder = new TextEncoder();

/** The bytes that a signature covers: DSSE's pre-authentication encoding (PAE); lengths are in bytes. */
export function preAuthEncoding(type: string, payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = encoder.encode(`DSSEv1 ${encoder.encode(type).length} ${type} ${payload.length} `);
  const all = new Uint8Array(head.length + payload.length);
  all.set(head);
  all.set(payload, head.length);
  return all;
}

export interface EnvelopeExpectation {
  /** Its `payloadType`. */
  type: string;
  signers: RoleKeys;
  /** Name of the file, for errors. */
  where: string;
}

/**
 * The payload of an envelope that enough signers have signed. The payload is not parsed before that.
 * @throws UpdateError malformed · bad-signature
 */
export async function verifyEnvelope(
  bytes: Uint8Array,
  { type, signers: { keys, threshold }, where }: EnvelopeExpectation,
): Promise<string> {
  const envelope = parseUpdateJson(EnvelopeSchema, new TextDecoder().decode(bytes), where);
  if (envelope.payloadType !== type) throw new UpdateError('malformed', where, `payloadType is not ${type}`);
  const payload = decodeBase64(envelope.payload);
  const signedBytes = preAuthEncoding(type, payload);
  const signatures = envelope.signatures.map(({ sig }) => decodeBase64(sig));
  let signed = 0;
  for (const key of new Set(keys.map(canonicalBase64)))
    if (await isSignedBy(key, signatures, signedBytes)) signed++;
  if (signed < threshold)
    throw new UpdateError(
      'bad-signature',
      where,
      `signed by ${signed} of the keys that may, ${threshold} needed`,
    );
  return new TextDecoder().decode(payload);
}

async function isSignedBy(
  key: string,
  signatures: readonly Uint8Array<ArrayBuffer>[],
  signedBytes: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const imported = await crypto.subtle.importKey('raw', decodeBase64(key), 'Ed25519', false, ['verify']);
  for (const signature of signatures)
    if (await crypto.subtle.verify('Ed25519', imported, signature, signedBytes)) return true;
  return false;
}

/** One key in two spellings is one key. */
const canonicalBase64 = (text: string): string => btoa(atob(text));

function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}

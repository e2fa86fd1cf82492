import { DAY_MS } from '../../src/base/time.ts';
import './reflect.ts';
import { constants, createHash, webcrypto } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(webcrypto as Crypto);

/**
 * A healthy server shows `good`, or `nameless` to a client without SNI. The others are faults.
 *
 * Good leaves share a key, which Chromium is told to accept with any certificate. All others share another key, with
 * which Chromium reports an unknown authority (ERR_CERT_AUTHORITY_INVALID) for each fault. Firefox trusts the authority
 * and names the fault.
 */
export type CertificateKind = 'good' | 'nameless' | 'wrong-name' | 'expired' | 'untrusted';

export interface Authority {
  certPem: string;
  certBase64Der: string;
  /** Base64 of the SHA-256 of the good leaves' public key. */
  spkiHash: string;
  /** The certificate that the server of `host` shows; made once. */
  contextFor(kind: CertificateKind, host: string): Promise<SecureContext>;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const OTHER_NAMES: Partial<Record<CertificateKind, string>> = {
  nameless: 'default.example',
  'wrong-name': 'another-name.example',
};

export async function createAuthority(): Promise<Authority> {
  const [lab, stranger, goodKeys, otherKeys] = await Promise.all([
    createSelfSigned('Simulated network'),
    createSelfSigned('Interceptor'),
    generateKeys(),
    generateKeys(),
  ]);
  const made = new Map<string, Promise<SecureContext>>();

  async function issueCertificate(kind: CertificateKind, host: string): Promise<SecureContext> {
    const keys = kind === 'good' ? goodKeys : otherKeys;
    const issuer = kind === 'untrusted' ? stranger : lab;
    const name = OTHER_NAMES[kind] ?? host;
    const until = kind === 'expired' ? -DAY_MS : 90 * DAY_MS;
    const cert = await x509.X509CertificateGenerator.create({
      subject: `CN=${name}`,
      issuer: issuer.cert.subject,
      notBefore: new Date(Date.now() - 30 * DAY_MS),
      notAfter: new Date(Date.now() + until),
      signingAlgorithm: ALGORITHM,
      publicKey: keys.publicKey,
      signingKey: issuer.keys.privateKey,
      extensions: [
        new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: name }]),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      ],
    });
    return createSecureContext({
      cert: cert.toString('pem'),
      key: await toPem(keys.privateKey),
      // A resumed session shows no certificate, and would hide that a fault has replaced it.
      secureOptions: constants.SSL_OP_NO_TICKET,
    });
  }

  return {
    certPem: lab.cert.toString('pem'),
    certBase64Der: Buffer.from(lab.cert.rawData).toString('base64'),
    spkiHash: createHash('sha256')
      .update(Buffer.from(await webcrypto.subtle.exportKey('spki', goodKeys.publicKey)))
      .digest('base64'),
    contextFor(kind, host) {
      const key = `${kind} ${host}`;
      const context = made.get(key) ?? issueCertificate(kind, host);
      made.set(key, context);
      return context;
    },
  };
}

async function createSelfSigned(name: string) {
  const keys = await generateKeys();
  const cert = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    notBefore: new Date(Date.now() - 365 * DAY_MS),
    notAfter: new Date(Date.now() + 365 * DAY_MS),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
    ],
  });
  return { cert, keys };
}

const generateKeys = () => webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);

async function toPem(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key)).toString('base64');
  return `-----BEGIN PRIVATE KEY-----\n${der}\n-----END PRIVATE KEY-----\n`;
}

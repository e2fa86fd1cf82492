import * as dns from '@leichtgewicht/dns-packet';
import * as v from 'valibot';
import { definedOnly } from '../base/defined-only.ts';
import { isIpv6 } from '../base/ip.ts';
import type { Endpoints } from '../config/endpoints.ts';
import type { Outcome } from '../model/observation.ts';
import type { Check } from './check.ts';
import { failureOutcome } from './check.ts';

/** Blocked, Censored, Filtered, Prohibited: the resolver's own policy (RFC 8914 §4), not an answer about the name. */
const POLICY_ERRORS = [15, 16, 17, 18];
const EDE_OPTION_CODE = 15;
/** Bytes. Queries are padded to a multiple of it, so that their length does not tell the name (RFC 8467 §4.1). */
const QUERY_BLOCK = 128;
/** Bytes of an empty padding option (RFC 7830). */
const PADDING_HEAD = 4;

/** IPv4 and IPv6 addresses (RFC 3596). */
type RecordType = 'A' | 'AAAA';
const CHECK_BY_RECORD_TYPE = { A: 'doh-lookup', AAAA: 'doh-lookup-ipv6' } as const;

/**
 * Asks a DoH resolver for the host's addresses: DNS over HTTPS, GET, message id 0 (RFC 8484 §4.1). The resolver may be
 * blocked itself, or answer under a legal order; then it says nothing about the name.
 */
export function dohLookupCheck(
  { name, url }: Endpoints['resolvers'][number],
  host: string,
  timeoutMs: number,
  type: RecordType = 'A',
): Check {
  return {
    key: `${CHECK_BY_RECORD_TYPE[type]}:${name}:${host}`,
    name: CHECK_BY_RECORD_TYPE[type],
    host: new URL(url).hostname,
    async run(context, abortSignal) {
      const accept = 'application/dns-message';
      const asked = `${url}?dns=${encodeQuery(host, type)}`;
      const result = await context.probe({ url: asked, timeoutMs, maxBodyBytes: 4096, accept }, abortSignal);
      if (result.kind !== 'answered') return { outcome: failureOutcome(result), ms: result.ms };
      const outcome =
        result.status === 200
          ? resolvedOutcome(result.body, { host, type })
          : ({ kind: 'void', why: `status ${result.status}` } as const);
      return { outcome, ms: result.ms };
    },
  };
}

/** The DNS query, padded, as base64url. */
export function encodeQuery(host: string, type: RecordType): string {
  const query = (options: dns.OptionData[]) =>
    dns.encode({
      id: 0,
      type: 'query',
      flags: dns.RECURSION_DESIRED,
      questions: [{ type, name: host }],
      // An OPT record invites Extended DNS Errors. The library measures `data` and writes `options`.
      additionals: [{ type: 'OPT', name: '.', data: options, options } as dns.OptAnswer],
    });
  const length = query([]).length + PADDING_HEAD;
  const bytes = query([{ code: 'PADDING', length: -length & (QUERY_BLOCK - 1) }]);
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

/** The parts of a decoded message that the check reads. The library's own types promise less than it returns. */
const DnsMessageSchema = v.object({
  type: v.string(),
  rcode: v.string(),
  flag_tc: v.boolean(),
  questions: v.array(v.object({ name: v.string(), type: v.string(), class: v.string() })),
  answers: v.array(
    v.object({
      name: v.string(),
      type: v.string(),
      class: v.optional(v.string()),
      data: v.optional(v.unknown()),
    }),
  ),
  additionals: v.optional(
    v.array(
      v.object({
        type: v.string(),
        options: v.optional(v.array(v.object({ code: v.number(), data: v.optional(v.unknown()) })), []),
      }),
    ),
    [],
  ),
});

type DnsMessage = v.InferOutput<typeof DnsMessageSchema>;

function resolvedOutcome(body: Uint8Array, asked: Question): Outcome {
  let message: DnsMessage;
  try {
    message = v.parse(DnsMessageSchema, dns.decode(body));
  } catch {
    return { kind: 'void', why: 'no DNS message' };
  }
  if (!isReplyTo(message, asked)) return { kind: 'void', why: 'no answer to the question' };
  const ede = extendedDnsError(message);
  if (ede !== undefined && POLICY_ERRORS.includes(ede)) return { kind: 'void', why: `policy ${ede}` };
  const addresses = addressRecords(message, asked).flatMap(({ data }) =>
    typeof data === 'string' ? [canonicalAddress(data)] : [],
  );
  return { kind: 'resolved', rcode: message.rcode, addresses, ...definedOnly({ ede }) };
}

interface Question {
  host: string;
  type: RecordType;
}

/** Names differ in upper and lower case alone (RFC 4343), and may end with a dot. */
const sameName = (a: string, b: string): boolean => plainName(a) === plainName(b);
const plainName = (name: string): string => name.toLowerCase().replace(/\.$/, '');

/**
 * Whether a message answers what was asked: it is a response, whole, repeats the question, and each address belongs to the
 * name or to an alias of it. Zero bytes, an echo of the question or an answer about another name say nothing: taken for an
 * answer, they would make a name that exists one that does not.
 */
function isReplyTo(message: DnsMessage, asked: Question): boolean {
  const { host, type } = asked;
  const [question, ...others] = message.questions;
  return (
    message.type === 'response' &&
    !message.flag_tc &&
    question !== undefined &&
    others.length === 0 &&
    question.type === type &&
    question.class === 'IN' &&
    sameName(question.name, host) &&
    hasOnlyOwnAddresses(message, asked)
  );
}

const addressRecords = ({ answers }: DnsMessage, { type }: Question): DnsMessage['answers'] =>
  answers.filter((record) => record.type === type);

/** Aliases (CNAME) may stand in any order. */
function hasOnlyOwnAddresses(message: DnsMessage, asked: Question): boolean {
  const owners = new Set([plainName(asked.host)]);
  const aliases = message.answers.filter(({ type }) => type === 'CNAME');
  for (let known = 0; known < owners.size; ) {
    known = owners.size;
    for (const { name, data } of aliases)
      if (owners.has(plainName(name)) && typeof data === 'string') owners.add(plainName(data));
  }
  return addressRecords(message, asked).every(
    (record) => owners.has(plainName(record.name)) && (record.class ?? 'IN') === 'IN',
  );
}

/** The address as browsers write it (RFC 5952). */
const canonicalAddress = (address: string): string =>
  isIpv6(address) ? (URL.parse(`https://[${address}]/`)?.hostname.slice(1, -1) ?? address) : address;

/** The INFO-CODE of the first Extended DNS Error: the first two bytes of the option. */
function extendedDnsError(message: DnsMessage): number | undefined {
  for (const { code, data } of message.additionals.flatMap((record) => record.options)) {
    if (code !== EDE_OPTION_CODE || !(data instanceof Uint8Array)) continue;
    const [high, low] = data;
    if (high !== undefined && low !== undefined) return (high << 8) | low;
  }
  return undefined;
}

/**
 * An OONI collector on loopback, as strict as the real one and stricter where a wrong report would do harm: it refuses
 * unannounced fields, addresses and paths. Like the real one it sends no CORS headers.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseJsonText } from '../../src/base/parse.ts';
import { type BackendOptions, CollectorBackend, type StoredMeasurement } from './backend.ts';
import { RefusalError } from './refusal.ts';
import { readRequestBody } from './request-body.ts';

const COLLECTOR_FAULTS = [
  'none',
  '503', // stores nothing, asks to come back later
  'reset-after-store', // stores it, but the connection ends before the answer
  'hang', // stores nothing, answers nothing
  'rubbish', // stores nothing, answers with a page of another site
  'empty', // stores nothing, answers `{}`
  'oversize', // stores it, and answers with 200 KB
] as const;
export type CollectorFault = (typeof COLLECTOR_FAULTS)[number];

export interface CollectorOptions extends Partial<BackendOptions> {
  /** One for each request, in order; later requests meet the fault of `setFault`. */
  faults?: CollectorFault[];
}

export interface Collector {
  handleRequest(request: IncomingMessage, response: ServerResponse): void;
  readonly reports: StoredMeasurement[];
  /** What was refused, and why. A test of a well-behaved client expects it to be empty. */
  readonly problems: string[];
  setFault(fault: CollectorFault): void;
}

const MAX_BODY_BYTES = 1_000_000;
const DEFAULTS: BackendOptions = {
  now: Date.now,
  indexLagMs: 0,
  network: { cc: 'PK', asn: 'AS64500', name: 'Example Telecom' },
  helpers: [],
};

export function createCollector({ faults = [], ...options }: CollectorOptions = {}): Collector {
  const backend = new CollectorBackend({ ...DEFAULTS, ...options });
  const queue = [...faults];
  const problems: string[] = [];
  let standing: CollectorFault = 'none';

  async function answerRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = (await readRequestBody(request, MAX_BODY_BYTES)).toString();
    const fault = queue.shift() ?? standing;
    if (fault === 'hang') return;
    const faulty = FAULTY_REPLIES[fault];
    if (faulty) return sendReply(response, faulty);
    const reply = askBackend(request, text);
    const isRefused = reply.status !== 200;
    if (fault === 'reset-after-store' && !isRefused) request.socket.destroy();
    else sendReply(response, fault === 'oversize' && !isRefused ? OVERSIZE_REPLY : reply);
  }

  function askBackend({ method = 'GET', url: path = '/' }: IncomingMessage, text: string): Reply {
    const url = new URL(path, 'http://collector.invalid');
    try {
      const body = method === 'POST' ? parseJsonBody(text) : undefined;
      return { status: 200, body: JSON.stringify(backend.answer(method, url, body)) };
    } catch (error) {
      if (!(error instanceof RefusalError)) throw error;
      problems.push(`${method} ${url.pathname}: ${error.message}`);
      return { status: error.status, body: JSON.stringify({ detail: error.message }) };
    }
  }

  return {
    handleRequest(request, response) {
      answerRequest(request, response).catch((error: unknown) => {
        problems.push(`${request.method} ${request.url}: ${error}`);
        response.destroy();
      });
    },
    reports: backend.reports,
    problems,
    setFault(fault) {
      standing = fault;
    },
  };
}

interface Reply {
  status: number;
  body: string;
  headers?: Record<string, string>;
}

/** What is answered in place of the backend, which then stores nothing. */
const FAULTY_REPLIES: Partial<Record<CollectorFault, Reply>> = {
  '503': { status: 503, body: '{"detail":"busy"}', headers: { 'Retry-After': '120' } },
  rubbish: { status: 200, body: '<!doctype html><title>Log in</title>' },
  empty: { status: 200, body: '{}' },
};
const OVERSIZE_REPLY: Reply = { status: 200, body: JSON.stringify({ fill: 'x'.repeat(200_000) }) };

const parseJsonBody = (text: string): unknown =>
  parseJsonText(text, () => new RefusalError(400, 'body: no JSON'));

function sendReply(response: ServerResponse, { status, body, headers }: Reply): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(body);
}

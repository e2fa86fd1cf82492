import type { Endpoints } from '../config/endpoints.ts';
import { NAME_SERVERS_FAIL, type Outcome } from '../model/observation.ts';
import type { ProbeResult } from '../model/probe.ts';
import type { Check, CheckContext } from './check.ts';
import { dohLookupCheck } from './doh-lookup.ts';
import { madeUpLabels } from './made-up-names.ts';

/**
 * Asks the system resolver for a name that does not exist: a healthy one denies it at once, one that drops the
 * platform's names stays silent. DoH resolvers confirm that the name does not exist; where every name exists (a
 * wildcard), silence may come from the site's address, and the check is void. Another such name is asked under a control's
 * domain: a resolver that answers no name blocks nothing.
 */
export function systemResolverCheck(
  host: string,
  { resolvers, controls }: Endpoints,
  timeoutMs: number,
): Check {
  return {
    key: `system-resolver-health:${host}`,
    name: 'system-resolver-health',
    host,
    async run(context, abortSignal) {
      const start = context.now();
      const [label, otherLabel] = madeUpLabels(context.random);
      const name = `${label}.${host.replace(/^www\./, '')}`;
      const elsewhere = controls.slice(0, 1).map(({ url }) => `${otherLabel}.${lastTwoLabels(url)}`);
      const [dohResults, here, ...others] = await Promise.all([
        Promise.all(resolvers.map((r) => dohLookupCheck(r, name, timeoutMs).run(context, abortSignal))),
        probeName(context, name, timeoutMs, abortSignal),
        ...elsewhere.map((other) => probeName(context, other, timeoutMs, abortSignal)),
      ]);
      const outcome = systemResolverOutcome(
        dohResults.map((one) => one.outcome),
        here,
        others,
      );
      return { outcome, ms: context.now() - start };
    },
  };
}

const lastTwoLabels = (url: string): string => new URL(url).hostname.split('.').slice(-2).join('.');

/** A denied name fails quickly, even where the browser does not report the error. */
const probeName = (
  context: CheckContext,
  name: string,
  timeoutMs: number,
  abortSignal: AbortSignal,
): Promise<ProbeResult> =>
  context.probe({ url: `https://${name}/`, timeoutMs, maxBodyBytes: 0, noCors: true }, abortSignal);

/**
 * Some systems give up on an unresponsive resolver after a second, so a denial that takes far longer than the control's
 * is none.
 */
const SLOW_DENIAL_MS = 900;
const SLOW_DENIAL_FACTOR = 4;
const isUnresponsive = (here: ProbeResult, others: ProbeResult[]): boolean =>
  here.kind === 'timeout' ||
  (here.ms >= SLOW_DENIAL_MS &&
    others.some((o) => o.kind !== 'timeout' && here.ms >= SLOW_DENIAL_FACTOR * o.ms));

const DENIALS: readonly string[] = ['NXDOMAIN', 'NOERROR'];

function systemResolverOutcome(dohOutcomes: Outcome[], here: ProbeResult, others: ProbeResult[]): Outcome {
  const heldBack = [here, ...others].find((o) => o.kind === 'not-sent');
  if (heldBack?.kind === 'not-sent') return { kind: 'void', why: heldBack.why };
  const dohAnswers = dohOutcomes.filter((o) => o.kind === 'resolved');
  if (dohAnswers.length === 0) return { kind: 'void', why: 'no resolver to compare with' };
  if (dohAnswers.some((o) => o.addresses.length > 0)) return { kind: 'void', why: 'every name exists' };
  // Then a resolver that is silent may only wait for the domain's own name servers.
  if (!dohAnswers.some((o) => DENIALS.includes(o.rcode))) return { kind: 'void', why: NAME_SERVERS_FAIL };
  return {
    kind: 'system-resolver-health',
    answers: !isUnresponsive(here, others),
    answersOthers: others.some((o) => o.kind !== 'timeout'),
  };
}

import type { IncidentEvent } from '../../src/knowledge/incident.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import type en from '../_locales/en/messages.json';

/** The key of every message; English has them all. */
export type MessageKey = keyof typeof en;

type MessageKeyOf<S extends string> = S extends `${infer A}-${infer B}` ? `${A}_${MessageKeyOf<B>}` : S;

/** Browsers allow no dash in the name of a message. */
export function toMessageKey<S extends string>(slug: S): MessageKeyOf<S> {
  return slug.replaceAll('-', '_') as MessageKeyOf<S>;
}

/**
 * Keys of a verdict's headline, the most exact first. Only the last one certainly has a message. The first word of a
 * rule's name says what the verdict is about: `media`, `requested`.
 */
export function headlineKeys({
  kind,
  confidence,
  rule,
}: Pick<Verdict, 'kind' | 'confidence' | 'rule'>): string[] {
  const key = `verdict_${toMessageKey(kind)}`;
  return [`${key}_${rule.split('-')[0]}`, key].flatMap((one) =>
    confidence === 'possible' ? [`${one}_possible`, one] : one,
  );
}

/** The line below the headline: the mechanism if it is known, else what the verdict means. */
export function explanationKey({ kind, mechanism, confidence, rule }: Verdict): MessageKey {
  if (mechanism !== null) return `mechanism_${toMessageKey(mechanism)}`;
  if (kind === 'local-block' && confidence === 'possible') return 'why_local_block_possible';
  if (rule === 'withheld-for-legal-reasons') return 'why_refused_by_site_legal';
  if (rule === 'requested-works') return 'why_reachable_requested';
  if (rule === 'requested-on-slow-line') return 'why_reachable_slow_line';
  if (rule === 'requested-works') return 'why_reachable_partly';
  return `why_${toMessageKey(kind)}`;
}

/** Keys of the sentence for an event, the most exact first. Only the last one certainly has a message. */
export function eventKeys({ what, by, to }: Pick<IncidentEvent, 'what' | 'by' | 'to'>): string[] {
  const key = `event_${toMessageKey(what)}`;
  return [...(by && to ? [`${key}_by_to`] : []), ...(by ? [`${key}_by`] : []), key];
}

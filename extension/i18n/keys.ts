import type { IncidentEvent } from '../../src/knowledge/incident.ts';
import type { Confidence, Mechanism, VerdictKind } from '../../src/model/verdict.ts';
import type en from '../_locales/en/messages.json';

/** Every sentence there is; English is the measure. */
export type MessageKey = keyof typeof en;

type MessageKeyOf<S extends string> = S extends `${infer A}-${infer B}` ? `${A}_${MessageKeyOf<B>}` : S;

/** Browsers allow no dash in a message's name. */
export function toMessageKey<S extends string>(slug: S): MessageKeyOf<S> {
  return slug.replaceAll('-', '_') as MessageKeyOf<S>;
}

/** The headlines of a verdict, the fitting one first; the last one always has words. A mere possibility has words of its own. */
export function headlineKeys(kind: VerdictKind, confidence: Confidence): string[] {
  const key = `verdict_${toMessageKey(kind)}`;
  return confidence === 'possible' ? [`${key}_possible`, key] : [key];
}

/** The line below the headline: how it is done, if that is known, else what it means. */
export function explanationKey(kind: VerdictKind, mechanism: Mechanism): MessageKey {
  return mechanism === '' ? `why_${toMessageKey(kind)}` : `mechanism_${toMessageKey(mechanism)}`;
}

/** The sentences for one step of a story, the one that says most first; the last one always has words. */
export function eventKeys({ what, by, to }: Pick<IncidentEvent, 'what' | 'by' | 'to'>): string[] {
  const key = `event_${toMessageKey(what)}`;
  return [...(by && to ? [`${key}_by_to`] : []), ...(by ? [`${key}_by`] : []), key];
}

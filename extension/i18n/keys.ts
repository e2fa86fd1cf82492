import type { IncidentEvent } from '../../src/knowledge/incident.ts';
import type { Confidence, Mechanism, VerdictKind } from '../../src/model/verdict.ts';
import type en from '../_locales/en/messages.json';

/** Every sentence there is; English is the measure. */
export type Key = keyof typeof en;

type Snake<S extends string> = S extends `${infer A}-${infer B}` ? `${A}_${Snake<B>}` : S;

/** Browsers allow no dash in a message's name. */
export function snake<S extends string>(slug: S): Snake<S> {
  return slug.replaceAll('-', '_') as Snake<S>;
}

/** The headlines of a verdict, the fitting one first; the last one always has words. A mere possibility has words of its own. */
export function headlineKeys(kind: VerdictKind, confidence: Confidence): string[] {
  const key = `verdict_${snake(kind)}`;
  return confidence === 'possible' ? [`${key}_possible`, key] : [key];
}

/** The line below the headline: how it is done, if that is known, else what it means. */
export function lineKey(kind: VerdictKind, mechanism: Mechanism): Key {
  return mechanism === '' ? `why_${snake(kind)}` : `mechanism_${snake(mechanism)}`;
}

/** The sentences for one step of a story, the one that says most first; the last one always has words. */
export function eventKeys({ what, by, to }: Pick<IncidentEvent, 'what' | 'by' | 'to'>): string[] {
  const key = `event_${snake(what)}`;
  return [...(by && to ? [`${key}_by_to`] : []), ...(by ? [`${key}_by`] : []), key];
}

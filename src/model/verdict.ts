import * as v from 'valibot';
import { EvidenceSchema } from './evidence.ts';

/** Tests outside this repository rely on these exact words. */
export const VERDICTS = [
  'blocked',
  'throttled',
  'cut-off',
  'offline',
  'captive-portal',
  'site-down',
  'no-such-site',
  'bad-certificate',
  'local-block',
  'proxy-down',
  'refused-by-site',
  'reachable',
  'inconclusive',
] as const;
export type VerdictKind = (typeof VERDICTS)[number];

const ACCUSING_VERDICTS: readonly VerdictKind[] = ['blocked', 'throttled', 'cut-off'];
/** Whether a verdict says that a network keeps the person from the site. */
export const isAccusing = (kind: VerdictKind): boolean => ACCUSING_VERDICTS.includes(kind);
/**
 * Whether a verdict so far can only be refined: a block that was seen to be one from outside as well, and that was
 * repeated, so that no further answer of the site is awaited. What a person has read is not taken back as its opposite.
 */
export function looksBlocked({ kind, confidence, evidence }: Verdict): boolean {
  const isRepeated = evidence.some(
    ({ key, params }) => key === 'page-hangs' || (key === 'retry-same' && Number(params.times) >= 2),
  );
  return (
    kind === 'blocked' &&
    confidence !== 'possible' &&
    isRepeated &&
    evidence.some(({ key }) => key === 'test-helper-works')
  );
}
/**
 * Whether a block may be behind it: such a verdict can be reported, and records of the country may explain it. A filter that
 * is only possible may be the provider's: some block by the answer 127.0.0.1 or 0.0.0.0, as a list on a device does.
 */
export const mayBeBlock = ({ kind, confidence }: Pick<Verdict, 'kind' | 'confidence'>): boolean =>
  isAccusing(kind) || kind === 'inconclusive' || (kind === 'local-block' && confidence === 'possible');

export const MECHANISMS = [
  'dns-nxdomain',
  'dns-sinkhole',
  'dns-timeout',
  'ip-timeout',
  // In the contract, and never claimed: see decision 0119.
  'tcp-reset',
  'tcp-refused',
  'tls-reset',
  'tls-timeout',
  'tls-interception',
  'http-blockpage',
  'http-451',
  'http-reset',
  'throttling',
  // A connection carries some KB and then nothing more, without an error.
  'freeze',
  // Only sites on a list of the state's choice answer (with `cut-off`).
  'allow-list',
] as const;
export type Mechanism = (typeof MECHANISMS)[number];

export const CONFIDENCES = ['possible', 'likely', 'certain'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

export const VerdictSchema = v.object({
  kind: v.picklist(VERDICTS),
  /** How it is done; null: not known, or there is nothing that is done. The DOM contract writes it as an empty text. */
  mechanism: v.nullable(v.picklist(MECHANISMS)),
  confidence: v.picklist(CONFIDENCES),
  /** Name of the rule that fired. */
  rule: v.string(),
  evidence: v.array(EvidenceSchema),
  /** What to try next where the verdict is open: `next_step_<key>` in _locales. */
  nextStep: v.optional(
    v.picklist(['try-later', 'other-network', 'turn-on-checks', 'look-outside', 'fix-clock']),
  ),
});
export type Verdict = v.InferOutput<typeof VerdictSchema>;

/** The host that a verdict is about: that of videos and pictures where only these fail, else the page's own. */
export const affectedHost = ({ rule, evidence }: Verdict, pageHost: string): string =>
  rule.startsWith('media-') ? String(evidence[0]?.params.host ?? pageHost) : pageHost;

import type { Mechanism, Verdict, VerdictKind } from '../../src/model/verdict.ts';
import type { MessageKey } from '../i18n/keys.ts';

type AdviceKey = Extract<MessageKey, `help_${string}`>;

const BLOCK_ADVICE: AdviceKey[] = ['help_network', 'help_alternate', 'help_app', 'help_report', 'help_vpn'];

/**
 * What a person can do about a verdict, the most useful first; nothing where the first button is all there is to do.
 * `help_alternate` is shown only where another address answered.
 */
const ADVICE_BY_VERDICT: Record<VerdictKind, readonly AdviceKey[]> = {
  blocked: BLOCK_ADVICE,
  throttled: BLOCK_ADVICE,
  'cut-off': ['help_network', 'help_wait', 'help_report'],
  offline: ['help_connect'],
  'captive-portal': [],
  'site-down': ['help_wait', 'help_alternate'],
  'no-such-site': ['help_spelling'],
  'bad-certificate': ['help_password', 'help_clock', 'help_network'],
  'local-block': ['help_device'],
  'proxy-down': ['help_proxy'],
  'refused-by-site': ['help_refused', 'help_app'],
  reachable: ['help_reload'],
  inconclusive: ['help_network', 'help_alternate', 'help_wait', 'help_app', 'help_report'],
};

/** What helps against one mechanism and would be in vain against others. It comes first. */
const ADVICE_BY_MECHANISM: Partial<Record<Mechanism, readonly AdviceKey[]>> = {
  freeze: ['help_freeze'],
  'allow-list': ['help_allow_list'],
  'dns-nxdomain': ['help_dns'],
  'dns-sinkhole': ['help_dns'],
  'dns-timeout': ['help_dns'],
  'tls-interception': ['help_password'],
};

export const adviceFor = ({ kind, mechanism }: Pick<Verdict, 'kind' | 'mechanism'>): readonly AdviceKey[] => [
  ...((mechanism && ADVICE_BY_MECHANISM[mechanism]) ?? []),
  ...ADVICE_BY_VERDICT[kind],
];

/** Every piece of advice that some verdict gives. */
export const ALL_ADVICE: readonly AdviceKey[] = [
  ...Object.values(ADVICE_BY_VERDICT).flat(),
  ...Object.values(ADVICE_BY_MECHANISM).flat(),
];

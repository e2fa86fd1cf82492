import type { VerdictKind } from '../../src/model/verdict.ts';
import type { MessageKey } from '../i18n/keys.ts';

type AdviceKey = Extract<MessageKey, `help_${string}`>;

const BLOCK_ADVICE: AdviceKey[] = ['help_network', 'help_alternate', 'help_app', 'help_report', 'help_vpn'];

/**
 * What a person can do about a verdict, the most useful first; nothing where the first button is all there is to do.
 * `help_alternate` is shown only where another address answered.
 */
export const ADVICE_BY_VERDICT: Record<VerdictKind, readonly AdviceKey[]> = {
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

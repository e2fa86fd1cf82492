import type { VerdictKind } from '../../src/model/verdict.ts';
import type { Key } from '../i18n/keys.ts';

type Advice = Extract<Key, `help_${string}`>;

const AROUND: Advice[] = ['help_network', 'help_alternate', 'help_app', 'help_report', 'help_vpn'];

/** What a person can do about a verdict, the most useful first; nothing where the first button says it all. `help_alternate` only where another address answered. */
export const ADVICE: Record<VerdictKind, readonly Advice[]> = {
  blocked: AROUND,
  throttled: AROUND,
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

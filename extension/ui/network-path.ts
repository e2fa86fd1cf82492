import type { Mechanism, Verdict } from '../../src/model/verdict.ts';

/** A stop on the way from a person to a platform; `country` and `platform` are shown by their own names. */
type PathStop = 'you' | 'name' | 'address' | 'wifi' | 'internet' | 'proxy' | 'country' | 'world' | 'platform';
/** How a stop was reached. `untried`: it lies behind a break; `open`: not known. */
type StopState = 'fine' | 'broken' | 'untried' | 'open';
export interface PathStep {
  stop: PathStop;
  reach: StopState;
}

const PATH_LAYERS: PathStop[] = ['you', 'name', 'address', 'platform'];

/** The stops on the way, and where the way breaks if the verdict says so. Nothing is claimed while the checks run. */
export function networkPath(
  { kind, mechanism }: Pick<Verdict, 'kind' | 'mechanism'>,
  { isChecking = false }: { isChecking?: boolean } = {},
): PathStep[] {
  if (isChecking) return stepsUpTo(PATH_LAYERS, 'open');
  switch (kind) {
    case 'blocked':
    case 'throttled':
      return stepsUpTo(PATH_LAYERS, brokenStop(mechanism));
    case 'cut-off':
      return stepsUpTo(['you', 'country', 'world', 'platform'], 'world');
    case 'offline':
      return stepsUpTo(['you', 'internet', 'platform'], 'internet');
    case 'captive-portal':
      return stepsUpTo(['you', 'wifi', 'internet', 'platform'], 'internet');
    case 'proxy-down':
      return stepsUpTo(['you', 'proxy', 'internet', 'platform'], 'proxy');
    case 'local-block':
      return stepsUpTo(['you', 'internet', 'platform'], 'you');
    case 'no-such-site':
      return stepsUpTo(PATH_LAYERS, 'name');
    case 'bad-certificate':
    case 'site-down':
    case 'refused-by-site':
      return stepsUpTo(PATH_LAYERS, 'platform');
    case 'reachable':
      return stepsUpTo(PATH_LAYERS, 'whole');
    case 'inconclusive':
      return stepsUpTo(PATH_LAYERS, 'open');
  }
}

function brokenStop(mechanism: Mechanism | null): PathStop | 'open' {
  if (mechanism === null) return 'open';
  if (mechanism.startsWith('dns-')) return 'name';
  return mechanism === 'ip-timeout' || mechanism.startsWith('tcp-') ? 'address' : 'platform';
}

function stepsUpTo(stops: PathStop[], broken: PathStop | 'open' | 'whole'): PathStep[] {
  const at = stops.indexOf(broken as PathStop);
  return stops.map((stop, i) => {
    if (broken === 'open') return { stop, reach: i === 0 ? 'fine' : 'open' };
    if (at === -1 || i < at) return { stop, reach: 'fine' };
    return { stop, reach: i === at ? 'broken' : 'untried' };
  });
}

import type { Evidence } from '../model/evidence.ts';
import { evidenceOf } from './collect-evidence.ts';
import type { Findings } from './findings/findings.ts';
import type { ThroughputSample } from './findings/throughput.ts';
import { hostingNetworkOf } from './hosting-networks.ts';

const observationsOf = (samples: ThroughputSample[]) => samples.map(({ observation }) => observation);
const inKilobytes = (bytes: number[]): number => Math.max(1, Math.round(Math.max(...bytes) / 1000));
const rateOf = (samples: ThroughputSample[]): number =>
  inKilobytes(samples.map(({ bytesPerSecond }) => bytesPerSecond));

/** Amounts in KB, rates in KB/s: how the platform's body came, and the best of the others. */
export function fromThroughput({ throughput: { platform, control } }: Findings): Evidence[] {
  return [
    ...fromPlatform(platform),
    ...(control.length > 0
      ? [evidenceOf('throughput-fast', 'fine', observationsOf(control), { rate: rateOf(control) })]
      : []),
  ];
}

/** What says most: that it stopped, that it was slow, or that it was too short. */
function fromPlatform(samples: ThroughputSample[]): Evidence[] {
  const withShape = (shape: ThroughputSample['shape']) => samples.filter((sample) => sample.shape === shape);
  const frozen = withShape('frozen');
  if (frozen.length > 0) {
    const size = inKilobytes(frozen.map(({ bytes }) => bytes));
    return [evidenceOf('throughput-stopped', 'bad', observationsOf(frozen), { size, times: frozen.length })];
  }
  const steady = withShape('steady');
  if (steady.length > 0)
    return [evidenceOf('throughput-slow', 'bad', observationsOf(steady), { rate: rateOf(steady) })];
  return samples.length > 0 ? [evidenceOf('throughput-short', 'open', observationsOf(samples))] : [];
}

/** A file at the same hosting network does not come either: the network between limits the hoster, not this site alone. */
export function fromHostingNetwork(f: Findings): Evidence[] {
  const networks = f.remoteAddresses.flatMap(({ address }) => hostingNetworkOf(address)?.name ?? []);
  const [network] = networks;
  const alike = f.throughput.control.filter(
    ({ shape, observation }) =>
      shape === 'frozen' && networks.some((name) => observation.key.includes(`:${name}:`)),
  );
  return alike.length === 0 || network === undefined
    ? []
    : [evidenceOf('hoster-limited', 'bad', observationsOf(alike), { host: network })];
}

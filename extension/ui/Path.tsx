import { translate } from '../i18n/messages.ts';
import { Icon } from './Icon.tsx';
import type { PathStep } from './network-path.ts';

/** The way from a person to a platform, with the broken link. */
export function NetworkPath({
  steps,
  platform,
  country,
}: {
  steps: PathStep[];
  platform: string;
  /** Null where it is not known. */
  country: string | null;
}) {
  const names = { platform, country: country ?? '' };
  const stopName = ({ stop }: PathStep): string =>
    stop === 'platform' || stop === 'country' ? names[stop] : translate(`path_${stop}`);
  const broken = steps.find(({ reach }) => reach === 'broken');
  const open = steps.some(({ reach }) => reach === 'open');
  const alt = broken
    ? translate('path_alt', { platform, where: stopName(broken) })
    : translate(open ? 'path_alt_open' : 'path_alt_whole', { platform });
  return (
    <div class="path" role="img" aria-label={alt}>
      {steps.map((step) => (
        <div key={step.stop} class={`stop ${step.reach}`}>
          <span class="stop-icon">
            <Icon shape={step.stop} />
          </span>
          <bdi>{stopName(step)}</bdi>
        </div>
      ))}
    </div>
  );
}

import type { Evidence, EvidenceKey } from '../../src/model/evidence.ts';
import type { Observation } from '../../src/model/observation.ts';
import { formatCountryName, formatDuration } from '../i18n/dates.ts';
import type { MessageParams } from '../i18n/format.ts';
import { toMessageKey } from '../i18n/keys.ts';
import { Message } from '../i18n/Message.tsx';
import { currentLanguage, hasMessage, translate } from '../i18n/messages.ts';
import { Mark } from './Icon.tsx';

interface EvidenceNames {
  platform: string;
  host: string;
}

/** The evidence that a verdict stands on, with how long the slowest check behind each took. */
export function EvidenceList(props: {
  evidence: Evidence[];
  observations: Observation[];
  names: EvidenceNames;
}) {
  const { evidence, observations, names } = props;
  return (
    <ul class="evidence-list">
      {evidence.map(({ key, tone, params, from }) => {
        const behind = observations.filter((observation) => from.includes(observation.key));
        return (
          <li key={key}>
            <Mark tone={tone} label={translate(`mark_${tone}`)} />
            <p>
              <Message
                id={`evidence_${toMessageKey<EvidenceKey>(key)}`}
                {...names}
                {...localizeParams(params)}
              />
            </p>
            {behind.length > 0 && (
              <small>{formatDuration(Math.max(...behind.map(({ ms }) => ms)), currentLanguage())}</small>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** Parameters that are words of the code become words of the language. */
function localizeParams({ failure, country, ...params }: MessageParams): MessageParams {
  const key = `failure_${toMessageKey(String(failure))}`;
  return {
    ...params,
    ...(failure === undefined ? {} : { failure: hasMessage(key) ? translate(key) : failure }),
    ...(country === undefined ? {} : { country: formatCountryName(String(country), currentLanguage()) }),
  };
}

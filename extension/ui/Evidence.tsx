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

/** The signs that a verdict stands on, with how long the slowest check behind each took. */
export function EvidenceList(props: {
  evidence: Evidence[];
  observations: Observation[];
  names: EvidenceNames;
}) {
  const { evidence, observations, names } = props;
  return (
    <ul class="signs">
      {evidence.map(({ sign, tone, params, from }) => {
        const behind = observations.filter(({ key }) => from.includes(key));
        return (
          <li key={sign}>
            <Mark tone={tone} label={translate(`mark_${tone}`)} />
            <p>
              <Message
                id={`sign_${toMessageKey<EvidenceKey>(sign)}`}
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
function localizeParams({ family, country, ...params }: MessageParams): MessageParams {
  const key = `family_${family}`;
  return {
    ...params,
    ...(family === undefined ? {} : { family: hasMessage(key) ? translate(key) : family }),
    ...(country === undefined ? {} : { country: formatCountryName(String(country), currentLanguage()) }),
  };
}

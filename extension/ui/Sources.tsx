import type { Source } from '../../src/knowledge/incident.ts';
import { formatDate } from '../i18n/dates.ts';
import { toMessageKey } from '../i18n/keys.ts';
import { Message } from '../i18n/Message.tsx';
import { currentLanguage } from '../i18n/messages.ts';

/** The data set that most records are made from. Its licence requires its name wherever they are shown. */
const STOP_DATA_URL = 'https://www.accessnow.org/keepiton';
const CC_BY_URL = 'https://creativecommons.org/licenses/by/4.0/';

/** The sources of a record. One that the project has not opened itself says so. */
export function Sources({ sources }: { sources: Source[] }) {
  return (
    <details class="disclosure">
      <summary>
        <Message id="sources_heading" count={sources.length} />
      </summary>
      <ul class="sources">
        {sources.map(({ url, publisher, title, date, standing, read }) => (
          <li key={url}>
            <a href={url} target="_blank" rel="noreferrer">
              <bdi>{publisher}</bdi>
            </a>
            <p dir="auto">{title}</p>
            <small>
              <Message id={`standing_${toMessageKey(standing)}`} />
              {date && <> · {formatDate(date, currentLanguage())}</>}
              {url.startsWith(STOP_DATA_URL) && (
                <>
                  {' '}
                  ·{' '}
                  <a href={CC_BY_URL} target="_blank" rel="noreferrer">
                    CC BY 4.0
                  </a>
                  , <Message id="source_changed" />
                </>
              )}
              {!read && (
                <>
                  {' '}
                  · <Message id="source_unread" />
                </>
              )}
            </small>
          </li>
        ))}
      </ul>
    </details>
  );
}

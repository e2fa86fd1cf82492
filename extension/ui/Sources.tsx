import type { Source } from '../../src/knowledge/incident.ts';
import { dateOf } from '../../src/words/dates.ts';
import { snake } from '../../src/words/keys.ts';
import { Say } from './Say.tsx';
import { language } from './words.ts';

/** Where a record comes from. What nobody of the project has opened says so. */
export function Sources({ sources }: { sources: Source[] }) {
  return (
    <details class="more">
      <summary>
        <Say k="sources_heading" count={sources.length} />
      </summary>
      <ul class="sources">
        {sources.map(({ url, publisher, title, date, standing, read }) => (
          <li key={url}>
            <a href={url} target="_blank" rel="noreferrer">
              <bdi>{publisher}</bdi>
            </a>
            <p dir="auto">{title}</p>
            <small>
              <Say k={`standing_${snake(standing)}`} />
              {date && <> · {dateOf(date, language())}</>}
              {!read && (
                <>
                  {' '}
                  · <Say k="source_unread" />
                </>
              )}
            </small>
          </li>
        ))}
      </ul>
    </details>
  );
}

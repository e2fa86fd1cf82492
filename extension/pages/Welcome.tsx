import { signal } from '@preact/signals-core';
import { DEFAULT_SETTINGS, type Settings } from '../../src/settings.ts';
import { selfNameOf } from '../../src/words/language.ts';
import { ask } from '../browser/messages.ts';
import { Mark } from '../ui/Icon.tsx';
import { Say } from '../ui/Say.tsx';
import { loadWords, say } from '../ui/words.ts';
import { Example } from './Example.tsx';

export const settings = signal<Settings>(DEFAULT_SETTINGS);
const problem = signal('');

async function change(changed: Partial<Settings>): Promise<void> {
  try {
    settings.value = (await ask('changeSettings', changed)).settings;
    if (changed.language !== undefined) await loadWords(changed.language);
    problem.value = '';
  } catch (error) {
    problem.value = error instanceof Error ? error.message : String(error);
  }
}

/** Who we are, and the one choice: may checks use the network? Until it is made, nothing is sent. */
export function Welcome() {
  const { choice, language } = settings.value;
  return (
    <div id="app" class="tone-busy" data-chosen={choice}>
      <header>
        <p class="brand">
          <img src={new URL('../../icons/icon.svg', import.meta.url).href} alt="" width="28" height="28" />
          <Say k="app_name" />
        </p>
        <select
          aria-label={say('settings_language')}
          value={language}
          onChange={({ currentTarget }) => void change({ language: currentTarget.value })}
        >
          <option value="">
            <Say k="settings_language_auto" />
          </option>
          {__LANGUAGES__.map((one) => (
            <option key={one} value={one} lang={one}>
              {selfNameOf(one)}
            </option>
          ))}
        </select>
      </header>
      <main>
        <h1>
          <Say k="welcome_title" />
        </h1>
        <p class="intro">
          <Say k="welcome_intro" />
        </p>
        <h2 id="question">
          <Say k="welcome_question" />
        </h2>
        <div class="cards">
          <section class={choice === 'standard' ? 'card chosen' : 'card'} aria-labelledby="standard">
            <h3 id="standard">
              <Say k="welcome_standard" />
            </h3>
            <p>
              <Say k="welcome_standard_line" />
            </p>
            <Points
              keys={[
                'welcome_standard_site',
                'welcome_standard_controls',
                'welcome_standard_portal',
                'welcome_standard_resolvers',
                'welcome_standard_outside',
                'welcome_standard_domestic',
              ]}
            />
            <button
              type="button"
              class="go"
              data-choice="standard"
              aria-pressed={choice === 'standard'}
              onClick={() => void change({ choice: 'standard' })}
            >
              <Say k="welcome_standard_button" />
            </button>
          </section>
          <section class={choice === 'quiet' ? 'card chosen' : 'card'} aria-labelledby="quiet">
            <h3 id="quiet">
              <Say k="welcome_quiet" />
            </h3>
            <p>
              <Say k="welcome_quiet_line" />
            </p>
            <Points keys={['welcome_quiet_error', 'welcome_quiet_records', 'welcome_quiet_click']} />
            <button
              type="button"
              class="go second"
              data-choice="quiet"
              aria-pressed={choice === 'quiet'}
              onClick={() => void change({ choice: 'quiet' })}
            >
              <Say k="welcome_quiet_button" />
            </button>
          </section>
        </div>
        <div role="status">
          {problem.value && <Say k="trouble" problem={problem.value} />}
          {choice !== 'unset' && (
            <div class="done tone-fine">
              <div>
                <h2>
                  <Mark tone="fine" />{' '}
                  <Say k={choice === 'standard' ? 'welcome_done_standard' : 'welcome_done_quiet'} />
                </h2>
                <p>
                  <Say k="welcome_next" />
                </p>
                <p>
                  <Say k="welcome_change" />
                </p>
              </div>
              <Example />
            </div>
          )}
        </div>
        <h2>
          <Say k="welcome_both" />
        </h2>
        <Points keys={['welcome_both_sites', 'welcome_both_report', 'welcome_both_country']} />
      </main>
    </div>
  );
}

function Points({ keys }: { keys: Parameters<typeof say>[0][] }) {
  return (
    <ul class="points">
      {keys.map((key) => (
        <li key={key}>
          <Say k={key} />
        </li>
      ))}
    </ul>
  );
}

import { signal } from '@preact/signals-core';
import { DEFAULT_SETTINGS, type Settings } from '../../../src/config/settings.ts';
import { sendRequest } from '../../browser/message-client.ts';
import { Message } from '../../i18n/Message.tsx';
import { loadMessages, translate } from '../../i18n/messages.ts';
import type { SettingsResponse } from '../../protocol.ts';
import { BulletList, MODE_MESSAGES } from '../../ui/BulletList.tsx';
import { type CountryChoices, CountryOptions } from '../../ui/CountryOptions.tsx';
import { Mark } from '../../ui/Icon.tsx';
import { LanguageSelect } from '../../ui/LanguageSelect.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { PopupExample } from './Example.tsx';

export const settings = signal<Settings>(DEFAULT_SETTINGS);
const errorMessage = signal('');
/** Where the clock leaves open in which country the person is: what fits it. They are asked, once. */
const possibleCountries = signal<CountryChoices | null>(null);
/** What stands in that question: the likeliest, until they pick another. */
const pickedCountry = signal('');

/** Asks the background what it would take the country to be. */
export async function loadSettings(): Promise<void> {
  await runOrShowError(async () => applySettings(await sendRequest('getSettings', {})));
}

async function applySettings({ settings: kept, country, sure }: SettingsResponse): Promise<void> {
  settings.value = kept;
  pickedCountry.value ||= country;
  possibleCountries.value = sure ? null : await sendRequest('listCountries', {});
}

const updateSettings = (changes: Partial<Settings>): Promise<void> =>
  runOrShowError(async () => {
    await applySettings(await sendRequest('changeSettings', changes));
    if (changes.language !== undefined) await loadMessages(changes.language);
  });

/** Does it, and says so when that fails. */
async function runOrShowError(work: () => Promise<void>): Promise<void> {
  try {
    await work();
    errorMessage.value = '';
  } catch (error) {
    errorMessage.value = error instanceof Error ? error.message : String(error);
  }
}

/** Who we are, and the one choice: may checks use the network? Until it is made, nothing is sent. */
export function Welcome() {
  const { choice, language } = settings.value;
  return (
    <div id="app" class="tone-busy" data-chosen={choice}>
      <PageHead>
        <LanguageSelect value={language} onChoose={(one) => void updateSettings({ language: one })} />
      </PageHead>
      <main>
        <h1>
          <Message id="welcome_title" />
        </h1>
        <p class="intro">
          <Message id="welcome_intro" />
        </p>
        <h2 id="question">
          <Message id="welcome_question" />
        </h2>
        <div class="cards">
          <section class={choice === 'standard' ? 'card chosen' : 'card'} aria-labelledby="standard">
            <h3 id="standard">
              <Message id="welcome_standard" />
            </h3>
            <p>
              <Message id="welcome_standard_line" />
            </p>
            <BulletList keys={MODE_MESSAGES.standard} />
            <button
              type="button"
              class="go"
              data-choice="standard"
              aria-pressed={choice === 'standard'}
              onClick={() => void updateSettings({ choice: 'standard' })}
            >
              <Message id="welcome_standard_button" />
            </button>
          </section>
          <section class={choice === 'quiet' ? 'card chosen' : 'card'} aria-labelledby="quiet">
            <h3 id="quiet">
              <Message id="welcome_quiet" />
            </h3>
            <p>
              <Message id="welcome_quiet_line" />
            </p>
            <BulletList keys={MODE_MESSAGES.quiet} />
            <button
              type="button"
              class="go second"
              data-choice="quiet"
              aria-pressed={choice === 'quiet'}
              onClick={() => void updateSettings({ choice: 'quiet' })}
            >
              <Message id="welcome_quiet_button" />
            </button>
          </section>
        </div>
        <WelcomeCountry />
        <div role="status">
          {errorMessage.value && <Message id="trouble" problem={errorMessage.value} />}
          {choice !== 'unset' && (
            <div class="done tone-fine">
              <div>
                <h2>
                  <Mark tone="fine" />{' '}
                  <Message id={choice === 'standard' ? 'welcome_done_standard' : 'welcome_done_quiet'} />
                </h2>
                <p>
                  <Message id="welcome_next" />
                </p>
                <p>
                  <Message id="welcome_change" />
                </p>
              </div>
              <PopupExample />
            </div>
          )}
        </div>
        <h2>
          <Message id="welcome_both" />
        </h2>
        <BulletList keys={['welcome_both_sites', 'welcome_both_report', 'welcome_both_country']} />
      </main>
    </div>
  );
}

/** Asked where several countries have the same clock: the wrong one would show another country's records. */
function WelcomeCountry() {
  if (!possibleCountries.value) return null;
  return (
    <>
      <h2 id="country">
        <Message id="welcome_country" />
      </h2>
      <p class="where">
        <select
          aria-labelledby="country"
          value={pickedCountry.value}
          onChange={({ currentTarget }) => {
            pickedCountry.value = currentTarget.value;
          }}
        >
          {pickedCountry.value === '' && <option value="">{translate('country_unknown')}</option>}
          <CountryOptions {...possibleCountries.value} />
        </select>{' '}
        <button
          type="button"
          class="second"
          disabled={pickedCountry.value === ''}
          onClick={() => void updateSettings({ country: pickedCountry.value })}
        >
          <Message id="welcome_country_button" />
        </button>
      </p>
    </>
  );
}

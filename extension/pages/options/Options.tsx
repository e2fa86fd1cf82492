import { pageUrl } from '../../browser/pages.ts';
import { Message } from '../../i18n/Message.tsx';
import { BulletList, MODE_MESSAGES } from '../../ui/BulletList.tsx';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { chooseMode } from '../../ui/choose-mode.ts';
import { LanguageSelect } from '../../ui/LanguageSelect.tsx';
import { OutsideHelp } from '../../ui/OutsideHelp.tsx';
import { PageHead } from '../../ui/PageHead.tsx';
import { AboutSection } from './About.tsx';
import { RegionSection } from './Region.tsx';
import { StoredData } from './StoredData.tsx';
import { country, errorMessage, settings, updateSettings } from './state.ts';
import { UpdatesSection } from './Updates.tsx';

/** Everything that a person can choose, and everything that is stored about them. */
export function OptionsPage() {
  const { autoOpen, language } = settings.value;
  return (
    <div id="app" class="tone-busy" data-country={country.value ?? ''} data-region={settings.value.region}>
      <PageHead>
        <a href={pageUrl('extension/pages/records/index.html')}>
          <Message id="act_records" />
        </a>
      </PageHead>
      <main>
        <h1>
          <Message id="act_settings" />
        </h1>
        <div role="status">
          {errorMessage.value && (
            <p class="error-message">
              <Message id="error_message" problem={errorMessage.value} />
            </p>
          )}
        </div>
        <ModeChoice />
        <section>
          <h2>
            <Message id="options_shown" />
          </h2>
          <div class="choice">
            <span>
              <Message id="settings_language" />
            </span>
            <LanguageSelect value={language} onChoose={(one) => void updateSettings({ language: one })} />
          </div>
          <Checkbox
            label="settings_open"
            isChecked={autoOpen}
            onChange={(isChecked) => void updateSettings({ autoOpen: isChecked })}
          />
        </section>
        <RegionSection />
        <UpdatesSection />
        <StoredData />
        <AboutSection />
      </main>
    </div>
  );
}

/** Asks whether checks may use the network. Each answer says what it makes the extension send. */
function ModeChoice() {
  const { choice } = settings.value;
  return (
    <section>
      <h2 id="mode">
        <Message id="welcome_question" />
      </h2>
      {choice === 'unset' && (
        <p class="aside">
          <Message id="options_unset" />
        </p>
      )}
      <div class="cards" role="radiogroup" aria-labelledby="mode">
        {(['standard', 'quiet'] as const).map((mode) => (
          <div key={mode} class={choice === mode ? 'card chosen' : 'card'}>
            <label class="choice">
              <input
                type="radio"
                name="mode"
                value={mode}
                checked={choice === mode}
                onChange={async ({ currentTarget }) => {
                  await chooseMode(mode, updateSettings);
                  // After a refusal nothing may have changed that would draw the mark anew.
                  currentTarget.checked = settings.value.choice === mode;
                }}
              />
              <span>
                <Message id={`welcome_${mode}`} />
              </span>
            </label>
            <p>
              <Message id={`welcome_${mode}_line`} />
            </p>
            <BulletList keys={MODE_MESSAGES[mode]} />
          </div>
        ))}
      </div>
      <OutsideHelp settings={settings.value} onChange={(change) => void updateSettings(change)} />
    </section>
  );
}

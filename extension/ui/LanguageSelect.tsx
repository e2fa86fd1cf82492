import { nativeLanguageName } from '../i18n/language.ts';
import { Message } from '../i18n/Message.tsx';
import { translate } from '../i18n/messages.ts';

/** All languages, each by its own name. */
export function LanguageSelect({ value, onChoose }: { value: string; onChoose(language: string): void }) {
  return (
    <select
      aria-label={translate('settings_language')}
      value={value}
      onChange={({ currentTarget }) => onChoose(currentTarget.value)}
    >
      <option value="">
        <Message id="settings_language_auto" />
      </option>
      {__LANGUAGES__.map((one) => (
        <option key={one} value={one} lang={one}>
          {nativeLanguageName(one)}
        </option>
      ))}
    </select>
  );
}

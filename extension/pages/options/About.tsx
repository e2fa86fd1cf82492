import { extensionVersion } from '../../browser/lifecycle.ts';
import { pageUrl } from '../../browser/pages.ts';
import type { MessageKey } from '../../i18n/keys.ts';
import { Message } from '../../i18n/Message.tsx';
import { Credits } from '../../ui/Credits.tsx';

/** Texts that are part of the package, so that they open without a network. */
const LEGAL_TEXTS: readonly [file: string, name: MessageKey][] = [
  ['PRIVACY.txt', 'about_privacy'],
  ['DATA-LICENSES.txt', 'about_data'],
  ['LICENSE.txt', 'about_licence'],
  ['THIRD-PARTY.txt', 'about_third'],
];

/** The version, the authors of the data, and the licences. */
export function AboutSection() {
  return (
    <section>
      <h2>
        <Message id="about_title" />
      </h2>
      <p>
        <Message id="app_name" /> · <Message id="options_version" version={extensionVersion()} />
      </p>
      <p>
        <Message id="about_free" />
      </p>
      <h3>
        <Message id="about_made_with" />
      </h3>
      <Credits />
      <p class="legal-texts">
        {LEGAL_TEXTS.map(([file, name]) => (
          <a key={file} href={pageUrl(file)} target="_blank" rel="noreferrer">
            <Message id={name} />
          </a>
        ))}
      </p>
    </section>
  );
}

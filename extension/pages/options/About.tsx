import { extensionVersion } from '../../browser/lifecycle.ts';
import { pageUrl } from '../../browser/pages.ts';
import type { MessageKey } from '../../i18n/keys.ts';
import { Say } from '../../i18n/Message.tsx';
import { Credits } from '../../ui/Credits.tsx';

/** Texts that every package carries: they open without a network. */
const TEXTS: readonly [file: string, name: MessageKey][] = [
  ['PRIVACY.txt', 'about_privacy'],
  ['DATA-LICENSES.txt', 'about_data'],
  ['LICENSE.txt', 'about_licence'],
  ['THIRD-PARTY.txt', 'about_third'],
];

/** Which version this is, whose work stands in it, and under which licences. */
export function About() {
  return (
    <section>
      <h2>
        <Say k="about_title" />
      </h2>
      <p>
        <Say k="app_name" /> · <Say k="options_version" version={extensionVersion()} />
      </p>
      <p>
        <Say k="about_free" />
      </p>
      <h3>
        <Say k="about_made_with" />
      </h3>
      <Credits />
      <p class="texts">
        {TEXTS.map(([file, name]) => (
          <a key={file} href={pageUrl(file)} target="_blank" rel="noreferrer">
            <Say k={name} />
          </a>
        ))}
      </p>
    </section>
  );
}

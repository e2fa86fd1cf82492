import '../../browser/polyfill.ts';
import { effect } from '@preact/signals-core';
import { render } from 'preact';
import { readSettings } from '../../browser/settings.ts';
import { loadWords, say } from '../../i18n/messages.ts';
import { learn, settings, Welcome } from './Welcome.tsx';

settings.value = await readSettings();
await loadWords(settings.value.language);
effect(() => {
  document.title = say('app_name');
  render(<Welcome />, document.body);
});
void learn();

import '../../browser/polyfill.ts';
import { effect } from '@preact/signals-core';
import { render } from 'preact';
import { readSettings } from '../../browser/settings.ts';
import { loadMessages, translate } from '../../i18n/messages.ts';
import { loadSettings, settings, Welcome } from './Welcome.tsx';

settings.value = await readSettings();
await loadMessages(settings.value.language);
effect(() => {
  document.title = translate('app_name');
  render(<Welcome />, document.body);
});
void loadSettings();

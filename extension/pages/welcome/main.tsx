import '../../browser/polyfill.ts';
import { effect } from '@preact/signals-core';
import { render } from 'preact';
import { translate } from '../../i18n/messages.ts';
import { loadCountryChoices, loadSettings } from './state.ts';
import { Welcome } from './Welcome.tsx';

await loadSettings();
effect(() => {
  document.title = translate('app_name');
  render(<Welcome />, document.body);
});
void loadCountryChoices();

import '../../browser/polyfill.ts';
import { effect } from '@preact/signals-core';
import { render } from 'preact';
import { translate } from '../../i18n/messages.ts';
import { OptionsPage } from './Options.tsx';
import { startOptionsPage } from './state.ts';

await startOptionsPage();
effect(() => {
  document.title = `${translate('act_settings')} · ${translate('app_name')}`;
  render(<OptionsPage />, document.body);
});

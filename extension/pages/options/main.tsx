import '../../browser/polyfill.ts';
import { effect } from '@preact/signals-core';
import { render } from 'preact';
import { translate } from '../../i18n/messages.ts';
import { Options } from './Options.tsx';
import { start } from './state.ts';

await start();
effect(() => {
  document.title = `${translate('act_settings')} · ${translate('app_name')}`;
  render(<Options />, document.body);
});

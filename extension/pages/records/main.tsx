import '../../browser/polyfill.ts';
import { effect } from '@preact/signals-core';
import { render } from 'preact';
import { translate } from '../../i18n/messages.ts';
import { countryName } from '../../ui/CountryOptions.tsx';
import { RecordsPage } from './RecordsPage.tsx';
import { selection, startRecordsPage } from './state.ts';

await startRecordsPage();
effect(() => {
  const { country } = selection.value;
  document.title =
    country === null ? translate('app_name') : `${countryName(country)} · ${translate('app_name')}`;
  render(<RecordsPage />, document.body);
});

import '../../browser/polyfill.ts';
import { effect } from '@preact/signals-core';
import { render } from 'preact';
import { translate } from '../../i18n/messages.ts';
import { countryName } from '../../ui/CountryOptions.tsx';
import { Facts } from './RecordsPage.tsx';
import { place, start } from './state.ts';

await start();
effect(() => {
  const { country } = place.value;
  document.title =
    country === '' ? translate('app_name') : `${countryName(country)} · ${translate('app_name')}`;
  render(<Facts />, document.body);
});

import { render } from 'preact';
import { say } from '../ui/words.ts';
import { App } from './App.tsx';
import { listen, readStored } from './state.ts';

// A popup is as wide as its content makes it; in a tab (`?tab=`) the window decides.
document.documentElement.classList.toggle('in-tab', new URLSearchParams(location.search).has('tab'));
await readStored(location.search);
document.title = say('app_name');
render(<App />, document.body);
listen();

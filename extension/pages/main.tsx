import { render } from 'preact';
import { readSettings } from '../browser/settings.ts';
import { loadWords, say } from '../ui/words.ts';
import { Welcome } from './Welcome.tsx';

const settings = await readSettings();
await loadWords(settings.language);
document.title = say('app_name');
render(<Welcome settings={settings} />, document.body);

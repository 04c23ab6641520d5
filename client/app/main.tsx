import '../ui/app.css';
import { connectData } from '../data/connect.ts';
import { mountApp, mountInsecure } from './mount.tsx';
import { applyTheme, storedTheme } from './theme.ts';
import { watchUpdates } from './update.ts';

/** Entry of the page: the only place that wires the data client, the update watcher and the document. */
applyTheme(storedTheme());

const root = document.getElementById('root');
if (!root) throw new Error('no #root');
if (window.isSecureContext) {
  mountApp(root, connectData(), watchUpdates(import.meta.env.PROD));
} else void mountInsecure(root, location.origin);

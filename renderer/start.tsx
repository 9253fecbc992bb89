import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { createBridge } from './bridge/index.ts';
import { LANGUAGE_TAGS, loadCatalogue } from './i18n/catalogue.ts';
import { chooseLanguage } from './i18n/choose.ts';

// Most people read what their browser reads: fetched while the engine is asked.
void loadCatalogue(chooseLanguage(navigator.languages, LANGUAGE_TAGS));

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App bridge={createBridge()} />
    </StrictMode>,
  );
}

import { StrictMode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { App } from '../app.tsx';
import '../design/design.css';
import { Index } from './index.tsx';
import { drawn, pressAll } from './press.ts';
import { SCENES } from './scenes.ts';
import { createScriptedBridge } from './scripted-bridge.ts';
import { asShown, type Shown } from './shown.ts';

declare global {
  interface Window {
    /** Shows a scene in place of what is there; resolves when it stands, with everything pressed that it wants pressed. */
    showScene?: (shown: Shown) => Promise<void>;
  }
}

const element = document.getElementById('root');
if (element === null) throw new Error('no place to show anything');
const root = createRoot(element);

async function showScene(shown: Shown): Promise<void> {
  const scene = SCENES.get(shown.scene);
  if (scene === undefined) throw new Error(`no scene ${shown.scene}`);
  flushSync(() => root.render(null));
  root.render(
    <StrictMode>
      <App bridge={createScriptedBridge(asShown(scene, shown))} firstView={scene.view ?? { name: 'home' }} />
    </StrictMode>,
  );
  await drawn();
  // Scenes without settings follow as well.
  if (shown.theme !== undefined) document.documentElement.dataset.theme = shown.theme;
  if (shown.size !== undefined) document.documentElement.dataset.textSize = shown.size;
  await pressAll(scene.press ?? []);
}
window.showScene = showScene;

/** `?scene=NAME&lang=fa&theme=dark&size=largest` */
const { scene, ...look } = Object.fromEntries(new URLSearchParams(location.search));
if (scene === undefined) root.render(<Index names={[...SCENES.keys()]} />);
else void showScene({ scene, ...look });

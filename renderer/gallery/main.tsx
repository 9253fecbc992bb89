import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { type SettingsView, TEXT_SIZES, THEMES } from '../../core/contract.ts';
import { App } from '../app.tsx';
import '../design/design.css';
import { Index } from './index.tsx';
import { pressAll } from './press.ts';
import type { Scene } from './scene.ts';
import { SCENES } from './scenes.ts';
import { createScriptedBridge } from './scripted-bridge.ts';

const query = new URLSearchParams(location.search);
const pick = <T extends string>(values: readonly T[], name: string) =>
  values.find((value) => value === query.get(name));

/** `?scene=NAME&lang=fa&theme=dark&size=largest` stands in for the settings of the scene. */
function withQuery(scene: Scene): Scene {
  if (!('settings' in scene.state))
    return { ...scene, about: { ...scene.about, ...language('systemLanguage') } };
  const settings: SettingsView = { ...scene.state.settings, ...language('language') };
  settings.theme = pick(THEMES, 'theme') ?? settings.theme;
  settings.textSize = pick(TEXT_SIZES, 'size') ?? settings.textSize;
  return { ...scene, state: { ...scene.state, settings } };
}

function language<K extends string>(key: K): { [key in K]?: string } {
  const tag = query.get('lang');
  const made: { [key in K]?: string } = {};
  return tag === null ? made : { ...made, [key]: tag };
}

/** Scenes without settings follow the query as well. */
const theme = pick(THEMES, 'theme');
const scene = SCENES.get(query.get('scene') ?? '');
const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      {scene === undefined ? (
        <Index names={[...SCENES.keys()]} />
      ) : (
        <App bridge={createScriptedBridge(withQuery(scene))} firstView={scene.view ?? { name: 'home' }} />
      )}
    </StrictMode>,
  );
}
if (theme !== undefined && theme !== 'system') document.documentElement.dataset.theme = theme;
/** For whoever takes pictures: presses what the scene wants pressed. */
Object.assign(globalThis, { pressAll: () => pressAll(scene?.press ?? []) });

import { createRoot } from 'react-dom/client';
import { App } from '../../app.tsx';
import '../../design/design.css';
import { SCENES } from '../scenes.ts';
import { createLiving, type Living } from './bridge.ts';

declare global {
  interface Window {
    /** For tests. */
    living?: Living;
  }
}

const scene = SCENES.get(new URLSearchParams(location.search).get('scene') ?? '');
const root = document.getElementById('root');
if (scene !== undefined && root !== null) {
  const living = createLiving(scene);
  window.living = living;
  createRoot(root).render(<App bridge={living.bridge} firstView={scene.view ?? { name: 'home' }} />);
}

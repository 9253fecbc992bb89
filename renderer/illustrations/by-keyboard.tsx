import type { Drawing } from './drawing.ts';
import { Key, Window } from './parts.tsx';

/** The Windows key with R, and the box it opens. */
export const runBox: Drawing = {
  art: (
    <>
      <Key x={92} y={12} width={40} />
      <path
        d="M106 18.5h5.4v5h-5.4zM112.6 18.5h5.4v5h-5.4zM106 24.8h5.4v5h-5.4zM112.6 24.8h5.4v5h-5.4z"
        className="ink"
      />
      <Key x={162} y={12} width={30} />
      <Window x={40} y={52} width={240} height={112} />
      <rect x="96" y="84" width="168" height="26" rx="5" className="field" />
      <rect x="91" y="79" width="178" height="36" rx="9" className="ring" />
      <rect x="196" y="128" width="68" height="24" rx="5" className="accent" />
    </>
  ),
  labels: [
    { x: 43, y: 14, width: 6, words: { exact: '+' }, align: 'center' },
    { x: 50.6, y: 13.5, width: 9.4, words: { exact: 'R' }, align: 'center' },
    { x: 24, y: 33.6, width: 58, words: 'what-now.picture-run', look: 'soft' },
    { x: 15, y: 54, width: 14, words: 'what-now.picture-open' },
    { x: 32.5, y: 54, width: 48, words: 'what-now.picture-paste-here', look: 'soft' },
    { x: 61.3, y: 78, width: 21.2, words: { exact: 'OK' }, align: 'center', look: 'strong' },
  ],
};

/** A terminal with a line to paste, and the key that sends it. */
export const terminal: Drawing = {
  isNeverMirrored: true,
  art: (
    <>
      <Window x={24} y={14} width={272} height={108} />
      <path d="M25 31h270v82a8 8 0 0 1-8 8h-254a8 8 0 0 1-8-8z" className="night" />
      <path d="m40 50 8 6-8 6" className="prompt" />
      <rect x="54" y="42" width="226" height="28" rx="6" className="ring" />
      <Key x={214} y={138} width={66} />
      <path d="M196 150h10m-4-4 4 4-4 4" className="line" />
    </>
  ),
  labels: [
    { x: 18, y: 12.5, width: 50, words: 'what-now.picture-terminal', look: 'soft' },
    { x: 19.5, y: 31, width: 66, words: 'what-now.picture-paste-here', look: 'night' },
    { x: 66.8, y: 83.3, width: 20.8, words: { exact: 'Enter' }, align: 'center' },
  ],
};

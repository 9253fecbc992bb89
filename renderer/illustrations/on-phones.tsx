import type { Drawing } from './drawing.ts';
import { Pointer, Words } from './parts.tsx';

/** A phone's upper half, large enough to write in. */
function LargePhone({ x }: { readonly x: number }) {
  return (
    <g>
      <path d={`M${x} 184V24a14 14 0 0 1 14-14h96a14 14 0 0 1 14 14v160z`} className="sheet" />
      <path d={`M${x + 52} 18h20`} className="line" />
    </g>
  );
}

/** Where WhatsApp keeps the setting: a row of a menu, then a row in that. */
export const proxyMenu: Drawing = {
  art: (
    <>
      <LargePhone x={22} />
      <Words x={40} y={40} lengths={[60, 74]} />
      <rect x="30" y="66" width="108" height="30" rx="6" className="ring" />
      <Words x={40} y={112} lengths={[70, 54, 66]} />
      <path d="M152 90h16m-5-5 5 5-5 5" className="path" />
      <LargePhone x={174} />
      <Words x={192} y={40} lengths={[64, 52, 72]} />
      <rect x="182" y="82" width="108" height="30" rx="6" className="ring" />
      <Words x={192} y={128} lengths={[58, 70]} />
      <Pointer x={264} y={102} />
    </>
  ),
  labels: [
    { x: 12, y: 45, width: 30, words: 'phones.picture-menu' },
    { x: 59.5, y: 54, width: 26, words: { exact: 'Proxy' } },
  ],
};

/** The form that takes what stands on the screen, filled in. */
export const proxyForm: Drawing = {
  art: (
    <>
      <path d="M60 184V24a14 14 0 0 1 14-14h172a14 14 0 0 1 14 14v160z" className="sheet" />
      <path d="M148 18h24" className="line" />
      {[54, 94, 134].map((y) => (
        <rect key={y} x="150" y={y} width="96" height="26" rx="5" className="field" />
      ))}
      <rect x="146" y="50" width="104" height="34" rx="7" className="ring" />
    </>
  ),
  labels: [
    { x: 22, y: 18.5, width: 56, words: 'phones.picture-set', align: 'center' },
    { x: 22, y: 37.2, width: 23, words: 'phones.address', look: 'soft' },
    { x: 22, y: 59.5, width: 23, words: 'phones.chat-port', look: 'soft' },
    { x: 22, y: 81.7, width: 23, words: 'phones.media-port', look: 'soft' },
    { x: 47, y: 37.2, width: 30, words: { exact: '{host}' }, align: 'center' },
    { x: 47, y: 59.5, width: 30, words: { exact: '{chat}' }, align: 'center' },
    { x: 47, y: 81.7, width: 30, words: { exact: '{media}' }, align: 'center' },
  ],
};

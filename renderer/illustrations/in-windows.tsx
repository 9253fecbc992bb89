import type { Drawing } from './drawing.ts';
import { Pointer, Window, Words } from './parts.tsx';

/** The messenger in a window of its own, in front of everything else. */
export const ownWindow: Drawing = {
  art: (
    <>
      <Window x={14} y={20} width={130} height={96} isFaint />
      <Words x={26} y={48} lengths={[70, 52]} />
      <Window x={88} y={44} width={216} height={122} />
      <path d="M156 60v106" className="line" />
      {[72, 96, 120, 144].map((y, row) => (
        <g key={y}>
          {row === 0 && <rect x="90" y="64" width="64" height="22" className="tint" />}
          <circle cx="104" cy={y + 3} r="7" className={row === 0 ? 'accent' : 'bar'} />
          <Words x={117} y={y - 2} lengths={[30, 20]} />
        </g>
      ))}
      <rect x="168" y="86" width="76" height="20" rx="9" className="faint" />
      <rect x="206" y="112" width="86" height="20" rx="9" className="tint" />
      <rect x="168" y="138" width="56" height="18" rx="9" className="faint" />
      <Words x={178} y={94} lengths={[54]} />
      <Words x={218} y={120} lengths={[62]} />
      <Words x={178} y={145} lengths={[34]} />
    </>
  ),
  labels: [
    { x: 52, y: 40.5, width: 42, words: 'what-now.picture-your-chats' },
    { x: 4, y: 80, width: 22, words: 'what-now.picture-nothing-changed', look: 'soft' },
  ],
};

/** A program that asks whether it should take the proxy. */
export const enableProxy: Drawing = {
  art: (
    <>
      <Window x={20} y={12} width={280} height={156} isFaint />
      <path d="M104 28v140" className="faint" />
      <rect x="76" y="30" width="168" height="124" rx="10" className="sheet" />
      <path d="M90 62h140" className="line" />
      <rect x="160" y="122" width="72" height="24" rx="12" className="accent" />
      <rect x="155" y="117" width="82" height="34" rx="17" className="ring" />
      <Pointer x={222} y={138} />
    </>
  ),
  labels: [
    { x: 26, y: 26, width: 48, words: 'what-now.picture-proxy', align: 'center' },
    { x: 28.5, y: 43, width: 20, words: 'what-now.picture-server', look: 'soft' },
    { x: 49, y: 43, width: 26, words: { exact: '{host}' } },
    { x: 28.5, y: 55, width: 20, words: 'what-now.picture-port', look: 'soft' },
    { x: 49, y: 55, width: 26, words: { exact: '{port}' } },
    { x: 26, y: 74.5, width: 22, words: 'what-now.picture-cancel', align: 'center' },
    { x: 50, y: 74.5, width: 22.5, words: 'what-now.picture-enable', align: 'center', look: 'strong' },
  ],
};

/** The fields for a proxy in a program's settings. */
export const appSettings: Drawing = {
  art: (
    <>
      <Window x={20} y={14} width={280} height={152} />
      <path d="M96 30v136" className="line" />
      <Words x={32} y={52} lengths={[46, 40]} />
      <rect x="22" y="74" width="73" height="20" className="tint" />
      <Words x={32} y={82} lengths={[50]} />
      <Words x={32} y={106} lengths={[36, 44]} />
      <circle cx="116" cy="58" r="6" className="field" />
      <circle cx="116" cy="58" r="3" className="accent" />
      <rect x="172" y="76" width="112" height="24" rx="5" className="field" />
      <rect x="172" y="108" width="112" height="24" rx="5" className="field" />
      <rect x="167" y="71" width="122" height="66" rx="9" className="ring" />
    </>
  ),
  labels: [
    { x: 9, y: 21.5, width: 40, words: 'what-now.picture-settings', look: 'soft' },
    { x: 40, y: 32.5, width: 40, words: { exact: 'SOCKS5' } },
    { x: 34, y: 49, width: 19, words: 'what-now.picture-server' },
    { x: 56, y: 49, width: 32, words: { exact: '{host}' } },
    { x: 34, y: 67, width: 19, words: 'what-now.picture-port' },
    { x: 56, y: 67, width: 32, words: { exact: '{port}' } },
  ],
};

/** The place in a browser's settings where an address for its proxies goes. */
export const browserSettings: Drawing = {
  art: (
    <>
      <Window x={20} y={14} width={280} height={152} />
      {[58, 84, 110].map((y) => (
        <circle key={y} cx="46" cy={y} r="6" className="field" />
      ))}
      <circle cx="46" cy="110" r="3" className="accent" />
      <Words x={62} y={56} lengths={[64]} />
      <Words x={62} y={82} lengths={[92]} />
      <rect x="62" y="129" width="218" height="24" rx="5" className="field" />
      <rect x="57" y="124" width="228" height="34" rx="9" className="ring" />
    </>
  ),
  labels: [
    { x: 13, y: 21.5, width: 60, words: 'what-now.picture-settings', look: 'soft' },
    { x: 19.5, y: 60.6, width: 65, words: 'what-now.picture-automatic' },
    { x: 22, y: 78.3, width: 62, words: 'what-now.picture-paste-here', look: 'soft' },
  ],
};

import type { Drawing } from './drawing.ts';
import { Code, Phone } from './parts.tsx';

/** A phone that reads the code on this computer's screen. */
export const linkPhone: Drawing = {
  art: (
    <>
      <rect x="150" y="22" width="140" height="92" rx="8" className="sheet" />
      <path d="M206 114v16m28-16v16m-46 0h64" className="line" />
      <Code x={198} y={46} />
      <path d="M88 60 196 48M88 84l108 6" className="line" strokeDasharray="3 6" />
      <Phone x={44} y={36} />
      <rect x="52" y="58" width="26" height="26" rx="3" className="ring" />
    </>
  ),
  labels: [
    { x: 6, y: 86, width: 30, words: 'what-now.picture-your-phone', align: 'center' },
    { x: 48, y: 86, width: 42, words: 'what-now.picture-this-computer', align: 'center' },
  ],
};

/** The straight road is walled up; a footbridge leads round by somebody's server. */
export const roundAbout: Drawing = {
  art: (
    <>
      <rect x="22" y="92" width="56" height="38" rx="5" className="sheet" />
      <path d="M50 130v8m-16 0h32" className="line" />
      <rect x="242" y="92" width="56" height="38" rx="5" className="sheet" />
      <path d="M270 130v8m-16 0h32" className="line" />
      <path d="M86 112h60m28 0h60" className="line" strokeDasharray="2 7" />
      <path
        d="M148 86h24v56h-24zM148 100h24M148 114h24M148 128h24M160 86v14M154 100v14m12-14v14M160 114v14M154 128v14m12-14v14"
        className="wall"
      />
      <path d="M56 86q104-104 208 0" className="wood" />
      <path d="M56 76q104-104 208 0" className="line" />
      <rect x="140" y="20" width="40" height="28" rx="5" className="sheet" />
      <path d="M146 34h14" className="line" />
      <circle cx="171" cy="34" r="3" className="accent" />
      <path d="M270 121c-14-9-10-19-4-19q3 0 4 4 1-4 4-4c6 0 10 10-4 19Z" className="heart" />
    </>
  ),
  labels: [
    { x: 3, y: 85, width: 26, words: 'no-way.picture-you', align: 'center' },
    { x: 37, y: 87, width: 26, words: 'no-way.picture-blocked', align: 'center', look: 'soft' },
    { x: 71, y: 85, width: 26, words: 'no-way.picture-family', align: 'center' },
    { x: 33, y: 33, width: 34, words: 'no-way.picture-server', align: 'center' },
  ],
};

/** Messages that hop from phone to phone. */
export const nearby: Drawing = {
  art: (
    <>
      <path d="M62 46q48-34 98 0M160 46q50-34 98 0" className="path" strokeDasharray="1 7" />
      <Phone x={40} y={50} />
      <Phone x={139} y={50} />
      <Phone x={238} y={50} />
      <rect x="47" y="66" width="26" height="14" rx="6" className="tint" />
      <rect x="248" y="88" width="26" height="14" rx="6" className="tint" />
      <circle cx="160" cy="88" r="3" className="accent" />
      <path d="M152 80q-6 8 0 16m16-16q6 8 0 16" className="path" />
    </>
  ),
  labels: [
    { x: 4, y: 84, width: 30, words: 'no-way.picture-you', align: 'center' },
    { x: 15, y: 8, width: 70, words: 'no-way.picture-hop', align: 'center', look: 'soft' },
    { x: 66, y: 84, width: 30, words: 'no-way.picture-friend', align: 'center' },
  ],
};

/** From this computer over the router to the world outside: where is it torn? */
export const tornLine: Drawing = {
  art: (
    <>
      <rect x="24" y="54" width="68" height="46" rx="6" className="sheet" />
      <path d="M58 100v9m-18 0h36" className="line" />
      <rect x="136" y="76" width="52" height="26" rx="6" className="sheet" />
      <path d="M146 76v-16m32 16v-16" className="line" />
      <circle cx="148" cy="89" r="2.6" className="accent" />
      <circle cx="158" cy="89" r="2.6" className="bar" />
      <path d="M96 88h34" className="path" />
      <path d="M194 88h40" className="line" strokeDasharray="2 7" />
      <path d="m206 80 16 16m0-16-16 16" className="cut" />
      <circle cx="268" cy="80" r="28" className="sheet" />
      <path d="M240 80h56M268 52q-24 28 0 56M268 52q24 28 0 56" className="line" />
    </>
  ),
  labels: [
    { x: 4, y: 74, width: 28, words: 'no-way.picture-computer', align: 'center' },
    { x: 36, y: 74, width: 29, words: 'no-way.picture-router', align: 'center' },
    { x: 69, y: 74, width: 29, words: 'no-way.picture-outside', align: 'center' },
  ],
};

import { off, on } from '../fixtures.ts';
import { BLOCKED } from '../messengers.ts';
import type { Answers, Scene, Scenes } from '../scene.ts';

const PAGE = `<!doctype html>
<html lang="en" dir="ltr">
<title>What Footbridge found here</title>
<p class="code" dir="ltr">N00 W01 T02 S00 K</p>
<ol class="said">
<li>WhatsApp (Messages, Web client): Your provider hides WhatsApp’s address.</li>
</ol>
`;
const LINE = `{"data_format_version":"0.2.0","probe_asn":"AS0","probe_cc":"ZZ","probe_ip":"127.0.0.1","test_name":"whatsapp","test_keys":{"queries":[{"answers":[{"answer_type":"A","ipv4":"10.10.34.34","ttl":null}],"hostname":"web.whatsapp.com"}]}}
`;

const contacts = [
  {
    reason: 'servers' as const,
    name: 'WhatsApp',
    hosts: ['e1.whatsapp.net', 'e2.whatsapp.net', 'web.whatsapp.com'],
  },
  { reason: 'servers' as const, name: 'Telegram', hosts: ['149.154.175.50', 'web.telegram.org'] },
  { reason: 'address-books' as const, name: null, hosts: ['Cloudflare', 'Google', 'Quad9'] },
  { reason: 'calls' as const, name: null, hosts: ['stun.fbsbx.com', 'turn3.voip.signal.org'] },
  { reason: 'quic' as const, name: null, hosts: ['web.whatsapp.com', 'discord.com'] },
  { reason: 'controls' as const, name: null, hosts: ['www.wikipedia.org', 'www.gstatic.com'] },
];
const closerLook = (stage: 'never' | 'running', done = 0): Answers => ({
  closerLook: { ok: true, value: { contacts, stage, done, all: 214 } },
});

const answers: Answers = {
  ...closerLook('never'),
  previewReport: {
    ok: true,
    value: {
      files: [
        { name: 'report.html', bytes: 24_310, text: PAGE, isWhole: true },
        { name: 'measurements.jsonl', bytes: 88_120, text: LINE, isWhole: false },
        {
          name: 'events.log',
          bytes: 1_204,
          text: '2026-09-14T18:24:01.000Z info trying whatsapp/chat: trying system (plain)\n',
          isWhole: true,
        },
        { name: 'README.txt', bytes: 912, text: 'What Footbridge found here\n', isWhole: true },
      ],
      hidden: [
        { kind: 'address', count: 14 },
        { kind: 'server', count: 2 },
        { kind: 'certificate issuer', count: 1 },
      ],
      code: 'N00 W01 T02 S00 K',
      text: [
        'Footbridge 0.1.0: N00 W01 T02 S00 K',
        '1. The internet as a whole works here. We are sure.',
        '2. WhatsApp (Messages, Web client): Your provider hides WhatsApp’s address. We are sure.',
        '3. Telegram (Messages): Your provider lets nothing through to Telegram. We saw this once. It is likely.',
      ].join('\n'),
    },
  },
};

const scene: Scene = { state: on({ messengers: [...BLOCKED] }), view: { name: 'send' }, answers };

export const scenes: Scenes = {
  send: scene,
  'send-closer-running': { ...scene, answers: { ...answers, ...closerLook('running', 87) } },
  'send-look': {
    ...scene,
    press: ['main details:only-of-type summary', 'main details:last-of-type:not(:only-of-type) summary'],
  },
  'send-empty': {
    state: off(),
    view: { name: 'send' },
    answers: {
      previewReport: {
        ok: true,
        value: { files: [], hidden: [], code: '', text: 'Footbridge 0.1.0\nNothing has been measured yet.' },
      },
    },
  },
  'send-failed': {
    state: off(),
    view: { name: 'send' },
    answers: { previewReport: { ok: false, error: { code: 'engine-lost' } } },
  },
};

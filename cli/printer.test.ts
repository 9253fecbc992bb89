import { describe, expect, test } from 'vitest';
import type { EngineEvent } from '../core/contract.ts';
import type { Purpose } from '../core/model/messenger.ts';
import type { Cause } from '../core/model/verdict.ts';
import { createPrinter } from './printer.ts';

const FRAGMENTED = 'doh:quad9 | tlsfrag:sni';
const ALL: readonly (readonly [string, Purpose])[] = [
  ['signal', 'chat'],
  ['whatsapp', 'media'],
  ['whatsapp', 'web'],
  ['whatsapp', 'chat'],
];
const subject = ([messenger, purpose]: readonly [string, Purpose]) => ({ messenger, purpose });
const trying: EngineEvent = {
  event: 'trying',
  ...subject(['whatsapp', 'web']),
  rung: 'plain',
  transport: 'system',
};
const route = (messenger: string, purpose: Purpose, transport: string, seconds = 1): EngineEvent => ({
  event: 'route',
  ...subject([messenger, purpose]),
  transport,
  seconds,
  proof: purpose === 'web' ? 'bulk' : 'dialogue',
});
const blocked = (messenger: string, purpose: Purpose, cause: Cause): EngineEvent => ({
  event: 'verdict',
  ...subject([messenger, purpose]),
  state: 'blocked',
  causes: [cause],
  findings: [{ cause }],
});
const ready = (routes: number, ...missing: (readonly [string, Purpose])[]): EngineEvent => ({
  event: 'ready',
  proxy: '127.0.0.1:40001',
  seconds: 1.64,
  routes,
  missing: missing.map(subject),
});

function print(events: readonly EngineEvent[], { json = false, details = false, width = 0 } = {}) {
  let text = '';
  const write = (piece: string) => {
    text += piece;
  };
  const printer = createPrinter({ json, details }, { write, columns: () => width || undefined });
  for (const event of events) printer.event(event);
  return { text, printer, now: () => text };
}

const STORY = [
  trying,
  route('whatsapp', 'chat', 'system', 0.5),
  route('whatsapp', 'web', FRAGMENTED, 1.1),
  route('whatsapp', 'media', FRAGMENTED, 1.6),
  blocked('signal', 'chat', 'sni-blocked'),
  ready(3, ['signal', 'chat']),
];

describe('what people are told', () => {
  test('is one block per messenger: what works, by which way, how long the proof took, what does not and why', () => {
    expect(print(STORY).text).toContain(
      [
        'Ready after 1.6 s.',
        '',
        'WhatsApp   ✓ chats — directly, 0.5 s',
        '           ✓ web version · ✓ pictures and files* — by a disguised greeting, 1.6 s',
        'Signal     ✗ chats — your provider cuts the connection when it sees its name',
        '           * answers; not yet tried with pictures',
      ].join('\n'),
    );
  });

  test('names the exact way and each time only with details', () => {
    expect(print(STORY).text).not.toContain('doh:quad9');
    expect(print(STORY, { details: true }).text).toContain(
      '✓ web version (1.1 s) · ✓ pictures and files* (1.6 s) — by a disguised greeting (doh:quad9 | tlsfrag:sni)',
    );
  });

  test('says what to do now, for apps that have a way and no others', () => {
    const { text } = print(STORY);
    expect(text).toContain("WhatsApp Web: set your browser's proxy to 127.0.0.1 port 40001");
    expect(text).not.toMatch(/Signal: quit|Telegram/);
    expect(text).toContain('Were you given a server?');
  });

  test('names the link to the MTProto proxy where that was asked for', () => {
    const mtproto = 'tg://proxy?server=127.0.0.1&port=40002&secret=dd00';
    const told = STORY.map((event) => (event.event === 'ready' ? { ...event, mtproto } : event));
    const { text } = print(told);
    expect(text).toContain(`Telegram, as an MTProto proxy: open ${mtproto}\n`);
  });

  test('of a network that lets nothing through is one sentence with what to do, not one per purpose', () => {
    const verdicts = ALL.map((one) => blocked(one[0], one[1], 'offline'));
    const { text } = print([trying, { event: 'network', cause: 'offline' }, ...verdicts, ready(0, ...ALL)]);
    expect(text.trimEnd().split('\n')).toEqual([
      '! This computer is not connected to any network. Turn on Wi-Fi or plug in the cable.',
      'Until then no messenger can be reached. Footbridge keeps looking; its proxy 127.0.0.1:40001 stays open.',
      'Press Ctrl-C to stop.',
    ]);
  });

  test('tells how far Tor is, while it is being started', () => {
    const tor: EngineEvent = { event: 'tor', progress: { percent: 45, stage: 'directory' } };
    const { now } = print([trying, tor, { event: 'tor', progress: null }], { width: 120 });
    expect(now()).toContain('getting Tor ready (45 %)');
  });

  test('a keyring that asks for its password is told, and that it was opened; a key that only moved is not (S5)', () => {
    const keys = (place: 'waiting' | 'keyring'): EngineEvent => ({ event: 'keys', place });
    expect(print([keys('keyring')]).text).toBe('');
    const lines = print([keys('waiting'), keys('keyring')])
      .text.trimEnd()
      .split('\n');
    expect(lines).toEqual([
      expect.stringContaining('may ask for its password'),
      'The keyring is open: your servers are known now.',
    ]);
  });

  test('an ordinary network is not worth a word; a VPN, a proxy of its own, or another one are (C9, C10, C11)', () => {
    const uplink = { event: 'uplink', insideVpn: false, proxy: 'none', isAnother: false } as const;
    expect(print([uplink]).text).toBe('');
    expect(
      print([{ ...uplink, insideVpn: true, proxy: 'followed', isAnother: true }]).text.split('\n'),
    ).toEqual([
      'You are on another network; looking again.',
      "A VPN is on: what is measured is the VPN's network, not your provider's.",
      'This network has a proxy of its own; going through it.',
      '',
    ]);
  });

  test('finding nothing is said, not dressed up, and a server asked for', () => {
    const verdicts = ALL.map((one) => blocked(one[0], one[1], 'ip-blocked'));
    const { text } = print([...verdicts, ready(0, ...ALL)]);
    expect(text).toContain('No way was found in 1.6 s.');
    expect(text).toContain('✗ chats · ✗ web version · ✗ pictures and files — your provider lets nothing');
    expect(text).toContain('run "footbridge add", start again');
  });
});

describe('after the summary', () => {
  const newsOf = (...events: readonly EngineEvent[]) => {
    const { text, printer, now } = print(STORY);
    for (const event of events) printer.event(event);
    return now().slice(text.length);
  };

  test('nothing is said of what did not change', () => {
    expect(
      newsOf(trying, route('whatsapp', 'chat', 'system'), blocked('signal', 'chat', 'sni-blocked')),
    ).toBe('');
  });

  test('why a detour was needed is told once per messenger', () => {
    const late = [blocked('whatsapp', 'web', 'sni-blocked'), blocked('whatsapp', 'media', 'sni-blocked')];
    expect(newsOf(...late)).toBe(
      'Why the detour for WhatsApp: your provider cuts the connection when it sees its name.\n',
    );
  });

  test('a way that goes, comes, or changes is told once, with what to do when an app is back', () => {
    const gone: EngineEvent = { event: 'moved', ...subject(['whatsapp', 'chat']), from: 'system', to: null };
    const moved: EngineEvent = { ...gone, purpose: 'web', from: FRAGMENTED, to: 'socks5://h:1' };
    expect(
      newsOf(gone, route('whatsapp', 'web', 'socks5://h:1'), moved, route('signal', 'chat', 'doh:quad9')),
    ).toBe(
      [
        '! WhatsApp, chats: the way is gone; looking for another.',
        '✓ WhatsApp, web version: now through your server socks5://h:1.',
        '✓ Signal, chats: works now by an encrypted address book.',
        '  Signal: quit it, start it with HTTPS_PROXY=http://127.0.0.1:40001',
        '',
      ].join('\n'),
    );
  });

  test('on another network all that is found is news (C9)', () => {
    const uplink = { event: 'uplink', insideVpn: false, proxy: 'none', isAnother: true } as const;
    expect(
      newsOf(uplink, route('whatsapp', 'chat', 'system'))
        .split('\n')
        .slice(0, 2),
    ).toEqual(['You are on another network; looking again.', '✓ WhatsApp, chats: works now directly.']);
  });

  test('the network going and coming back is told once each', () => {
    const offline: EngineEvent = { event: 'network', cause: 'offline' };
    const fine: EngineEvent = { event: 'network', cause: null };
    expect(newsOf(fine, offline, offline, fine).split('\n')).toEqual([
      expect.stringContaining('not connected'),
      'The network answers again.',
      '',
    ]);
  });

  test("a server's fault is said once, until it is another", () => {
    const fault = (code: string): EngineEvent => ({
      event: 'error',
      code,
      message: '-',
      transport: 'socks5://h:1',
    });
    const lines = newsOf(fault('x_proxy_refused'), fault('x_proxy_refused'), fault('x_proxy_timed_out'));
    expect(lines).toBe(
      '! Your server socks5://h:1 refuses connections.\n! Your server socks5://h:1 did not answer in time.\n',
    );
  });
});

describe('while it looks', () => {
  test('a pipe hears nothing of each attempt', () => {
    expect(print([trying, trying]).text).toBe('');
  });

  test('a terminal shows in one line what happens, and how far it is', () => {
    const asking: EngineEvent = { ...trying, rung: 'encrypted-dns', transport: 'doh:quad9' };
    const { text, printer, now } = print([trying, route('whatsapp', 'chat', 'system'), asking], {
      width: 100,
    });
    expect(text.split('\r\x1b[K').at(-1)).toBe(
      "Looking for a way … (1 of 2 found): asking for WhatsApp's address by doh:quad9",
    );
    expect(text).not.toContain('\n');
    printer.end();
    expect(now().endsWith('\r\x1b[K')).toBe(true);
  });

  test('details show each attempt in a pipe, too', () => {
    expect(print([trying], { details: true }).text).toBe("  trying WhatsApp's web version directly\n");
  });
});

describe('a check', () => {
  const measured = (events: readonly EngineEvent[]) => {
    const { printer, now } = print(events);
    printer.measured();
    return now();
  };

  test('ends with a block per messenger', () => {
    const open: EngineEvent = {
      event: 'verdict',
      ...subject(['signal', 'chat']),
      state: 'answers',
      causes: [],
      findings: [],
    };
    expect(measured([open, blocked('whatsapp', 'web', 'dns-tampering')])).toBe(
      [
        'Going straight, without any help:',
        'WhatsApp   ✗ web version — your provider hides or falsifies its address',
        'Signal     ✓ chats',
        'To find a way round: footbridge connect',
        '',
      ].join('\n'),
    );
  });

  test('of a network that lets nothing through is its sentence alone', () => {
    const text = measured([{ event: 'network', cause: 'offline' }, blocked('signal', 'chat', 'offline')]);
    expect(text.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('--json', () => {
  test('prints one object per line, each event as it came, and nothing else', () => {
    const { text, printer, now } = print(STORY, { json: true });
    printer.say('for people');
    printer.measured();
    printer.end();
    expect(now()).toBe(text);
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(STORY);
  });
});

test('another program that works on connections is named once, and only when it may have to do with it', () => {
  const found: EngineEvent = {
    event: 'rivals',
    found: [
      { name: 'GoodbyeDPI', kind: 'reshapes' },
      { name: 'ESET', kind: 'inspects' },
    ],
  };
  const quiet = print([found, blocked('signal', 'chat', 'sni-blocked')]).text;
  expect(quiet.match(/GoodbyeDPI is running/g)).toHaveLength(1);
  expect(quiet).not.toContain('ESET');
  const inspected = print([found, blocked('signal', 'chat', 'intercepted')]).text;
  expect(inspected).toContain('ESET is running. If it looks into encrypted connections, switch that off');
});

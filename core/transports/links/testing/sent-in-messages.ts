import { base64, ID, PUBLIC, type Samples } from './sent.ts';

/** How links stand in messages, pages and mails. */
export const IN_MESSAGES: Samples = [
  [
    'a post of a channel, with pictures and a name in Cyrillic',
    `🔥🔥 НОВЫЕ КЛЮЧИ 🔥🔥\n\n🇩🇪 Германия ⚡️\n\`vless://${ID}@de1.example.com:443?encryption=none&security=reality&sni=www.example.org&fp=chrome&pbk=${PUBLIC}&sid=6ba85179e30d4fc2&type=tcp&flow=xtls-rprx-vision#🇩🇪%20Германия%20|%20@channel\`\n\n👉 Подписывайтесь @channel`,
    [
      `vless://${ID}@de1.example.com:443?security=reality&flow=xtls-rprx-vision&sni=www.example.org&fp=chrome&pbk=${PUBLIC}&sid=6ba85179e30d4fc2`,
    ],
  ],
  [
    'a name with spaces',
    `vless://${ID}@de1.example.com:443?encryption=none&security=reality&sni=www.example.org&fp=chrome&pbk=${PUBLIC}&sid=6ba85179e30d4fc2&type=tcp&flow=xtls-rprx-vision#🇩🇪 Германия | канал @channel`,
    [
      `vless://${ID}@de1.example.com:443?security=reality&flow=xtls-rprx-vision&sni=www.example.org&fp=chrome&pbk=${PUBLIC}&sid=6ba85179e30d4fc2`,
    ],
  ],
  [
    'a name with a bar',
    `trojan://secret@a.example:443?security=tls&sni=b.example#Finland | fast`,
    ['trojan://secret@a.example:443?sni=b.example'],
  ],
  [
    'names with bars, commas and words behind them',
    `trojan://secret@a.example:443?security=tls#Finland | fast\ntrojan://secret@b.example:443?security=tls#Poland , slow; ok`,
    ['trojan://secret@a.example:443', 'trojan://secret@b.example:443'],
  ],
  [
    'a page’s &amp;',
    `trojan://secret@a.example:443?security=tls&amp;sni=b.example&amp;type=ws&amp;path=%2Fws#name`,
    ['trojan://secret@a.example:443?sni=b.example&type=ws&path=%2Fws'],
  ],
  [
    'a link that a mail program broke',
    `vless://${ID}@a.example:443?encryption=none&security=tls&sni=b.exam\nple&type=ws&path=%2Fws#name`,
    [`vless://${ID}@a.example:443?sni=b.example&type=ws&path=%2Fws`],
  ],
  [
    'two broken ones',
    `trojan://secret@a.example:443?sni=b.exa\nmple#one\n\ntrojan://secret@c.example:443?sni=d.exa\nmple#two`,
    ['trojan://secret@a.example:443?sni=b.example', 'trojan://secret@c.example:443?sni=d.example'],
  ],
  [
    'a name in percents',
    `ss://YWVzLTI1Ni1nY206cGFzcw==@a.example:8388#%D0%9C%D0%BE%D1%81%D0%BA%D0%B2%D0%B0%20%231`,
    ['ss://aes-256-gcm:pass@a.example:8388'],
  ],
  [
    'the end of a sentence',
    `Попробуй этот: ss://YWVzLTI1Ni1nY206cGFzcw==@a.example:8388.`,
    ['ss://aes-256-gcm:pass@a.example:8388'],
  ],
  [
    'brackets and a comma',
    `(trojan://secret@a.example:443?sni=b.example), спасибо!`,
    ['trojan://secret@a.example:443?sni=b.example'],
  ],
  [
    'quotes of a printer',
    `вот «trojan://secret@a.example:443?sni=b.example» держи`,
    ['trojan://secret@a.example:443?sni=b.example'],
  ],
  [
    'lines of Windows',
    `trojan://secret@a.example:443\r\nss://YWVzLTI1Ni1nY206cGFzcw==@b.example:8388#x\r\n`,
    ['trojan://secret@a.example:443', 'ss://aes-256-gcm:pass@b.example:8388'],
  ],
  [
    'marks of direction, and one of the order of bytes',
    `\ufeff\u202btrojan://secret@a.example:443?sni=b.example#فارسی\u202c\u200f`,
    ['trojan://secret@a.example:443?sni=b.example'],
  ],
  [
    'characters that nobody sees',
    `tro\u200bjan://sec\u200bret@a.example:443`,
    ['trojan://secret@a.example:443'],
  ],
  [
    'a space that does not break',
    `trojan://secret@a.example:443\u00a0спасибо`,
    ['trojan://secret@a.example:443'],
  ],
  [
    'Markdown',
    `[Подключить прокси](tg://proxy?server=a.example&port=443&secret=dd000102030405060708090a0b0c0d0e0f)`,
    ['mtproto://dd000102030405060708090a0b0c0d0e0f@a.example:443'],
  ],
  [
    'HTML',
    `<a href="https://t.me/proxy?server=a.example&amp;port=443&amp;secret=dd000102030405060708090a0b0c0d0e0f">Proxy</a>`,
    ['mtproto://dd000102030405060708090a0b0c0d0e0f@a.example:443'],
  ],
  [
    'an MTProto proxy in parts',
    `Server: a.example\nPort: 443\nSecret: dd000102030405060708090a0b0c0d0e0f`,
    ['mtproto://dd000102030405060708090a0b0c0d0e0f@a.example:443'],
  ],
  [
    'a SOCKS server in parts, in Russian',
    `Сервер: 192.0.2.7\nПорт: 1080\nЛогин: anna\nПароль: geheim`,
    ['socks5://anna:geheim@192.0.2.7:1080'],
  ],
  [
    'a dot behind a host',
    `tg://proxy?server=a.example.&port=443&secret=dd000102030405060708090a0b0c0d0e0f`,
    ['mtproto://dd000102030405060708090a0b0c0d0e0f@a.example:443'],
  ],
  [
    'Outline’s invitation',
    `Hi, use Outline: https://s3.amazonaws.com/outline-vpn/invite.html#ss%3A%2F%2FY2hhY2hhMjAtaWV0Zi1wb2x5MTMwNTpzZWNyZXQ%40192.0.2.30%3A31337%2F%3Foutline%3D1`,
    ['ss://chacha20-ietf-poly1305:secret@192.0.2.30:31337'],
  ],
  [
    'Outline’s invitation of another day',
    `https://s3.amazonaws.com/outline-vpn/index.html#/en/invite/ss%3A%2F%2FY2hhY2hhMjAtaWV0Zi1wb2x5MTMwNTpzZWNyZXQ@192.0.2.30:31337%2F%3Foutline%3D1`,
    ['ss://chacha20-ietf-poly1305:secret@192.0.2.30:31337'],
  ],
  [
    'lines of a seller',
    `192.0.2.1:1080:user:pass\n192.0.2.2:1080:user:pass`,
    ['socks5://user:pass@192.0.2.1:1080', 'socks5://user:pass@192.0.2.2:1080'],
  ],
  [
    'addresses with commas',
    `socks5://192.0.2.1:1080,socks5://192.0.2.2:1080`,
    ['socks5://192.0.2.1:1080', 'socks5://192.0.2.2:1080'],
  ],
  [
    'links without anything between them',
    `trojan://x@a.example:443#onetrojan://y@b.example:443#two`,
    ['trojan://x@a.example:443', 'trojan://y@b.example:443'],
  ],
  [
    'a list in a message',
    `Подписка 👉 https://lists.example/sub/abcdef 👈 живая`,
    ['list https://lists.example/sub/abcdef'],
  ],
  [
    'a proxy behind a page that leads elsewhere',
    `https://vk.com/away.php?to=https%3A%2F%2Ft.me%2Fproxy%3Fserver%3Da.example%26port%3D443%26secret%3Ddd000102030405060708090a0b0c0d0e0f`,
    ['mtproto://dd000102030405060708090a0b0c0d0e0f@a.example:443'],
  ],
  [
    'a link in percents as a whole',
    encodeURIComponent(`trojan://x@a.example:443?sni=b.example`),
    ['trojan://x@a.example:443?sni=b.example'],
  ],
  [
    'the channel among the parts of a proxy',
    `tg://proxy?server=a.example&port=443&secret=dd000102030405060708090a0b0c0d0e0f&channel=@x`,
    ['mtproto://dd000102030405060708090a0b0c0d0e0f@a.example:443'],
  ],
  [
    'a picture right behind a secret',
    `https://t.me/proxy?server=a.example&port=443&secret=dd000102030405060708090a0b0c0d0e0f👈`,
    ['mtproto://dd000102030405060708090a0b0c0d0e0f@a.example:443'],
  ],
  [
    'the channel’s name right behind a secret',
    `https://t.me/proxy?server=a.example&port=443&secret=dd000102030405060708090a0b0c0d0e0f@channel`,
    ['mtproto://dd000102030405060708090a0b0c0d0e0f@a.example:443'],
  ],
  [
    'links in one line',
    `trojan://x@a.example:443#one trojan://y@b.example:443#two`,
    ['trojan://x@a.example:443', 'trojan://y@b.example:443'],
  ],
  [
    'names with a comma between the links',
    `trojan://x@a.example:443#one,trojan://y@b.example:443#two`,
    ['trojan://x@a.example:443', 'trojan://y@b.example:443'],
  ],
  [
    'words below a link, which are none of it',
    `trojan://secret@a.example:443?sni=b.example\nthanks\n@channel\n#vpn`,
    ['trojan://secret@a.example:443?sni=b.example'],
  ],
  [
    'a broken one between sentences',
    `Держи ключ:\nvless://${ID}@a.example:443?encryption=none&security=tls&sni=b.exam\nple&type=ws&path=%2Fws#name\nработает?`,
    [`vless://${ID}@a.example:443?sni=b.example&type=ws&path=%2Fws`],
  ],
  ['a line below an address, which is none of it', `192.0.2.1:1080\nuser=anna`, ['socks5://192.0.2.1:1080']],
  [
    'base64 in many lines, before another link',
    `1) vmess://${base64(JSON.stringify({ v: '2', ps: 'x', add: 'a.example', port: 443, id: ID, aid: 0, net: 'ws', host: 'cdn.example', path: '/ray', tls: 'tls' })).replace(/.{60}/g, '$&\n')}\n2) trojan://x@b.example:443#n`,
    [
      `vmess://${ID}@a.example:443?security=tls&sni=cdn.example&type=ws&path=%2Fray&host=cdn.example`,
      'trojan://x@b.example:443',
    ],
  ],
  [
    'parts with pictures and quotes',
    `🌐 Server: \`192.0.2.9\`\n🔌 Port: \`443\`\n🔑 Secret: \`ee000102030405060708090a0b0c0d0e0f7777772e6578616d706c652e6f7267\``,
    ['mtproto://ee000102030405060708090a0b0c0d0e0f7777772e6578616d706c652e6f7267@192.0.2.9:443'],
  ],
  [
    'a link of ours',
    `footbridge://add#${encodeURIComponent('socks5://u:p@a.example:1080')}`,
    ['socks5://u:p@a.example:1080'],
  ],
  [
    'a post with its channel and its bot',
    `🔥 VPN\nhttps://t.me/channel\ntrojan://x@a.example:443#n\nСайт: https://vpn.example\nБот: @bot https://t.me/bot?start=1`,
    ['trojan://x@a.example:443', 'refused web-page'],
  ],
  ['a comment before a link', `# Germany: trojan://x@a.example:443#n`, ['trojan://x@a.example:443']],
  [
    'an IPv6 address at the end of a sentence',
    `Try [2001:db8::5]:1080, or socks5://u:p@[2001:db8::6]:1080.`,
    ['socks5://[2001:db8::5]:1080', 'socks5://u:p@[2001:db8::6]:1080'],
  ],
  [
    'a fingerprint in place of a certificate',
    `Свой сертификат: trojan://x@a.example:443?allowInsecure=1&amp;pcs=${'AB:'.repeat(31)}AB, удачи`,
    [`trojan://x@a.example:443?pin=${'ab'.repeat(32)}`],
  ],
];

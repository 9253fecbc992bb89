import { base64, FINGERPRINT, ID, KEY, PUBLIC, type Samples } from './sent.ts';

/** Links and files as programs and panels write them. */
export const BY_PROGRAMS: Samples = [
  [
    'v2rayN’s JSON',
    `vmess://${base64(JSON.stringify({ v: '2', ps: '🇳🇱 Нидерланды', add: 'a.example', port: '443', id: ID, aid: '0', scy: 'auto', net: 'ws', type: 'none', host: 'cdn.example', path: '/ray?ed=2048', tls: 'tls', sni: 'cdn.example', alpn: '', fp: '' }))}`,
    [`vmess://${ID}@a.example:443?security=tls&sni=cdn.example&type=ws&path=%2Fray&host=cdn.example`],
  ],
  [
    'v2rayN’s JSON with nothing in it',
    `vmess://${base64(JSON.stringify({ v: '2', ps: null, add: 'a.example', port: 443, id: ID, aid: 0, net: 'tcp', host: null, path: null, tls: 'none', sni: null }))}`,
    [`vmess://${ID}@a.example:443`],
  ],
  [
    'Shadowrocket’s VMess',
    `vmess://${base64(`auto:${ID}@a.example:443`)}?remarks=x&obfs=websocket&path=/ws&tls=1&peer=b.example`,
    [`vmess://${ID}@a.example:443?security=tls&sni=b.example&type=ws&path=%2Fws`],
  ],
  [
    'v2rayN’s JSON with spaces',
    `vmess://${base64(JSON.stringify({ v: '2', ps: 'x', add: ' a.example ', port: ' 443 ', id: ID, aid: '0', net: 'tcp' }))}`,
    [`vmess://${ID}@a.example:443`],
  ],
  [
    '3x-ui’s VLESS',
    `vless://${ID}@a.example:2053?type=ws&security=tls&path=%2F&host=a.example&fp=chrome&alpn=h2%2Chttp%2F1.1&sni=a.example#x`,
    [`vless://${ID}@a.example:2053?sni=a.example&type=ws&path=%2F&host=a.example`],
  ],
  [
    'an option that is off',
    `vless://${ID}@a.example:443?type=tcp&encryption=none&security=tls&fp=chrome&alpn=h3%2Ch2&allowInsecure=0&insecure=0&sni=a.example#x`,
    [`vless://${ID}@a.example:443?sni=a.example`],
  ],
  [
    'gRPC',
    `vless://${ID}@a.example:443?type=grpc&serviceName=x&security=tls&sni=a.example#x`,
    [`vless://${ID}@a.example:443?security=tls&sni=a.example&type=grpc&serviceName=x`],
  ],
  [
    'XHTTP',
    `vless://${ID}@a.example:443?type=xhttp&path=%2Fx&mode=auto&security=reality&sni=a.example&pbk=${PUBLIC}&sid=aa#x`,
    [`vless://${ID}@a.example:443?security=reality&sni=a.example&pbk=${PUBLIC}&sid=aa&type=xhttp&path=%2Fx`],
  ],
  [
    'Reality with all that panels write',
    `vless://${ID}@192.0.2.10:443?security=reality&encryption=none&pbk=${PUBLIC}&headerType=none&fp=chrome&spx=%2F&type=tcp&flow=xtls-rprx-vision&sni=a.example&sid=6ba85179e30d4fc2#x`,
    [
      `vless://${ID}@192.0.2.10:443?security=reality&flow=xtls-rprx-vision&sni=a.example&fp=chrome&pbk=${PUBLIC}&sid=6ba85179e30d4fc2`,
    ],
  ],
  [
    'Reality with a second proof',
    `vless://${ID}@192.0.2.10:443?security=reality&encryption=none&pbk=${PUBLIC}&fp=chrome&type=tcp&sni=a.example&sid=&pqv=abc#x`,
    [`vless://${ID}@192.0.2.10:443?security=reality&sni=a.example&fp=chrome&pbk=${PUBLIC}`],
  ],
  [
    'Vision’s other flow',
    `vless://${ID}@a.example:443?security=tls&flow=xtls-rprx-vision-udp443&type=tcp&sni=a.example`,
    [`vless://${ID}@a.example:443?security=tls&flow=xtls-rprx-vision&sni=a.example`],
  ],
  [
    'no encryption',
    `vless://${ID}@a.example:80?encryption=none&security=none&type=ws&host=a.example&path=%2F`,
    ['refused unencrypted'],
  ],
  [
    'an @ in a password',
    `trojan://p@ss@a.example:443?sni=a.example`,
    ['trojan://p%40ss@a.example:443?sni=a.example'],
  ],
  [
    'Trojan’s older words',
    `trojan://pw@a.example:443?peer=b.example&tfo=1&mux=1#x`,
    ['trojan://pw@a.example:443?sni=b.example'],
  ],
  [
    '3x-ui’s Shadowsocks',
    `ss://YWVzLTI1Ni1nY206cGFzcw@example.com:80?type=tcp#example-ss-old`,
    ['ss://aes-256-gcm:pass@example.com:80'],
  ],
  [
    'a plug-in',
    `ss://YWVzLTI1Ni1nY206cGFzcw@a.example:443/?plugin=v2ray-plugin%3Btls%3Bhost%3Da.example#x`,
    ['refused unsupported-option'],
  ],
  [
    'Hysteria’s many ports',
    `hy2://letmein@a.example:443,5000-6000/?sni=real.example.com`,
    ['hysteria2://letmein@a.example:443?sni=real.example.com&mport=443%2C5000-6000'],
  ],
  [
    'Hysteria’s usual port',
    `hysteria2://letmein@a.example/?sni=real.example.com`,
    ['hysteria2://letmein@a.example:443?sni=real.example.com'],
  ],
  [
    'TUIC',
    `tuic://${ID}:secret@a.example:443?sni=a.example&congestion_control=bbr&udp_relay_mode=native&alpn=h3,spdy/3.1&allow_insecure=0#x`,
    [`tuic://${ID}:secret@a.example:443?sni=a.example&congestion_control=bbr`],
  ],
  [
    'a tunnel’s file below a sentence',
    `Вот мой конфиг:\n[Interface]\r\nPrivateKey=${KEY}\r\nAddress=10.8.0.2/24\r\nMTU=1420\r\n\r\n[Peer]\r\nPublicKey=${KEY}\r\nAllowedIPs=0.0.0.0/0\r\nEndpoint=192.0.2.1:51820`,
    [
      `wireguard://${encodeURIComponent(KEY)}@192.0.2.1:51820?publickey=${encodeURIComponent(KEY)}&address=10.8.0.2%2F24&mtu=1420`,
    ],
  ],
  [
    'AmneziaWG’s file, whose server is no SOCKS server',
    `[Interface]\nPrivateKey = ${KEY}\nAddress = 172.16.0.2/32, 2606:4700:110:8a36::/128\nDNS = 1.1.1.1\nMTU = 1280\nS1 = 0\nS2 = 0\nJc = 120\nJmin = 23\nJmax = 911\nH1 = 1\n[Peer]\nPublicKey = ${KEY}\nAllowedIPs = 0.0.0.0/0\nEndpoint = 162.159.193.5:1701`,
    ['refused unsupported-scheme awg'],
  ],
  [
    'bridges in a message',
    `Мосты:\n\nobfs4 192.0.2.1:443 ${FINGERPRINT} cert=abcdEFGH+/ iat-mode=0\nobfs4 192.0.2.2:8443 0123456789ABCDEF0123456789ABCDEF01234568 cert=abcd iat-mode=0\n\nВставьте в Tor Browser`,
    [
      `tor://obfs4?bridges=obfs4%20192.0.2.1%3A443%20${FINGERPRINT}%20cert%3DabcdEFGH%2B%2F%20iat-mode%3D0%0Aobfs4%20192.0.2.2%3A8443%200123456789ABCDEF0123456789ABCDEF01234568%20cert%3Dabcd%20iat-mode%3D0`,
    ],
  ],
  [
    'a broken bridge',
    `obfs4 192.0.2.1:443 ${FINGERPRINT}\ncert=abcdEFGH iat-mode=0`,
    [`tor://obfs4?bridges=obfs4%20192.0.2.1%3A443%20${FINGERPRINT}%20cert%3DabcdEFGH%20iat-mode%3D0`],
  ],
  [
    'bridges by number',
    `1. \`obfs4 192.0.2.1:443 ${FINGERPRINT} cert=abcd iat-mode=0\`\n2. \`obfs4 192.0.2.2:443 ${FINGERPRINT} cert=abcd iat-mode=0\``,
    [
      `tor://obfs4?bridges=obfs4%20192.0.2.1%3A443%20${FINGERPRINT}%20cert%3Dabcd%20iat-mode%3D0%0Aobfs4%20192.0.2.2%3A443%20${FINGERPRINT}%20cert%3Dabcd%20iat-mode%3D0`,
    ],
  ],
  [
    'bridges in Tor’s own code',
    `['obfs4 192.0.2.1:443 ${FINGERPRINT} cert=abcd iat-mode=0', 'obfs4 192.0.2.2:443 ${FINGERPRINT} cert=abcd iat-mode=0']`,
    [
      `tor://obfs4?bridges=obfs4%20192.0.2.1%3A443%20${FINGERPRINT}%20cert%3Dabcd%20iat-mode%3D0%0Aobfs4%20192.0.2.2%3A443%20${FINGERPRINT}%20cert%3Dabcd%20iat-mode%3D0`,
    ],
  ],
  [
    'Clash’s file with its rules',
    `port: 7890\nsocks-port: 7891\nmode: rule\nproxies:\n  - name: "🇩🇪 DE"\n    type: trojan\n    server: a.example\n    port: 443\n    password: "123456"\n    sni: b.example\n    udp: true\n  - {name: ss, type: ss, server: b.example, port: 8388, cipher: aes-256-gcm, password: pw}\nproxy-groups:\n  - name: auto\n    type: url-test\n    proxies: ["🇩🇪 DE"]\nrules:\n  - MATCH,auto\n`,
    ['trojan://123456@a.example:443?sni=b.example', 'ss://aes-256-gcm:pw@b.example:8388'],
  ],
  [
    'Clash’s in a block of code',
    '```yaml\nproxies:\n  - {name: ss, type: ss, server: b.example, port: 8388, cipher: aes-256-gcm, password: pw}\n```',
    ['ss://aes-256-gcm:pw@b.example:8388'],
  ],
  [
    'one line of Clash’s',
    `- {name: ss, type: ss, server: b.example, port: 8388, cipher: aes-256-gcm, password: pw}`,
    ['ss://aes-256-gcm:pw@b.example:8388'],
  ],
  [
    'Xray’s own file',
    JSON.stringify({
      outbounds: [
        {
          protocol: 'vless',
          settings: { vnext: [{ address: 'a.example', port: 443, users: [{ id: ID, encryption: 'none' }] }] },
          streamSettings: { network: 'tcp', security: 'tls' },
        },
      ],
    }),
    ['refused unsupported-scheme xray'],
  ],
  [
    'Shadowsocks’ own file',
    JSON.stringify({
      server: 'a.example',
      server_port: 8388,
      local_port: 1080,
      password: 'p',
      method: 'aes-256-gcm',
      timeout: 300,
    }),
    ['ss://aes-256-gcm:p@a.example:8388'],
  ],
  [
    'a list in base64, in lines',
    base64(
      `vless://${ID}@a.example:443?security=tls&sni=b.example#%F0%9F%87%A9\ntrojan://x@b.example:443#y\n`,
    ).replace(/.{76}/g, '$&\r\n'),
    [`vless://${ID}@a.example:443?sni=b.example`, 'trojan://x@b.example:443'],
  ],
  [
    'a list that says something of itself',
    `#profile-title: base64:8J+Ukw==\n#profile-update-interval: 12\n#support-url: https://t.me/x\n#profile-web-page-url: https://a.example\n\nvless://${ID}@a.example:443?security=tls&sni=b.example#x`,
    [`vless://${ID}@a.example:443?sni=b.example`],
  ],
  [
    'OpenVPN’s file',
    `client\ndev tun\nproto udp\nremote a.example 1194\n<ca>\n-----BEGIN CERTIFICATE-----\n`,
    ['refused unsupported-scheme openvpn'],
  ],
  ['Happ’s closed link', `happ://crypt3/abc`, ['refused unsupported-scheme happ']],
  ['Happ’s link to a list', `happ://add/https://lists.example/s`, ['list https://lists.example/s']],
  [
    'v2rayNG’s link to a list',
    `v2rayng://install-config?url=https%3A%2F%2Flists.example%2Fs#name`,
    ['list https://lists.example/s'],
  ],
  [
    'capital letters',
    `VLESS://${ID}@A.Example:443?security=TLS&sni=b.example`,
    [`vless://${ID}@a.example:443?sni=b.example`],
  ],
  ['letters of full width', `ｔｒｏｊａｎ：//x@a.example:443`, ['refused not-a-link']],
  [
    'commas inside of links',
    `vless://${ID}@a.example:443?security=tls&alpn=h2,http/1.1&sni=b.example#x\nvless://${ID}@c.example:443?security=tls&alpn=h2,http/1.1&sni=d.example#x`,
    [`vless://${ID}@a.example:443?sni=b.example`, `vless://${ID}@c.example:443?sni=d.example`],
  ],
  [
    'Clash’s rules that refer to each other',
    `rule-anchor:\n  ip: &ip {interval: 86400, behavior: ipcidr}\nproxies:\n- name: x\n  type: ss\n  server: b.example\n  port: 8388\n  cipher: aes-256-gcm\n  password: pw\n- {name: y, type: trojan, server: c.example, port: 443, password: "*p"}\nrule-providers:\n  a: {<<: *ip}\n`,
    ['ss://aes-256-gcm:pw@b.example:8388', 'trojan://*p@c.example:443'],
  ],
  [
    'a tunnel’s file above one',
    `[Interface]\nPrivateKey = ${KEY}\nAddress = 10.8.0.2/24\n[Peer]\nPublicKey = ${KEY}\nAllowedIPs = 0.0.0.0/0\nEndpoint = a.example:51820\nСпасибо, пользуйся на здоровье`,
    [
      `wireguard://${encodeURIComponent(KEY)}@a.example:51820?publickey=${encodeURIComponent(KEY)}&address=10.8.0.2%2F24`,
    ],
  ],
  [
    'Clash’s WireGuard, with Hysteria’s ports and an older web socket',
    `proxies:
  - { name: w, type: wireguard, server: a.example, port: 2408, ip: 172.16.0.2, ipv6: 'fd00::2', private-key: ${KEY}, public-key: ${KEY}, reserved: [1, 2, 3], mtu: 1280, udp: true }
  - { name: h, type: hysteria2, server: b.example, ports: 5000-6000, password: p, sni: c.example }
  - { name: v, type: vmess, server: d.example, port: 443, uuid: ${ID}, alterId: 0, cipher: auto, network: ws, ws-path: /old, ws-headers: { Host: e.example } }
  - { name: z, type: wireguard, server: f.example, port: 1, private-key: ${KEY}, public-key: ${KEY}, ip: 10.0.0.2, amnezia-wg-option: { jc: 4 } }
`,
    [
      `wireguard://${encodeURIComponent(KEY)}@a.example:2408?publickey=${encodeURIComponent(KEY)}&address=172.16.0.2%2F32%2Cfd00%3A%3A2%2F128&mtu=1280&reserved=1%2C2%2C3`,
      'hysteria2://p@b.example:5000?sni=c.example&mport=5000-6000',
      `vmess://${ID}@d.example:443?type=ws&path=%2Fold&host=e.example`,
      'refused unsupported-scheme awg',
    ],
  ],
  [
    'v2rayN’s JSON with a channel’s name behind it',
    `vmess://${base64(JSON.stringify({ v: '2', ps: 'x', add: 'a.example', port: 443, id: ID, aid: 0, net: 'tcp' }))}#@channel`,
    [`vmess://${ID}@a.example:443`],
  ],
];

import { JSON_SCHEMA, load } from 'js-yaml';
import * as v from 'valibot';
import { EntrySchema } from './entry.ts';
import { linkOf } from './link-of.ts';
import { fromOutline } from './outline.ts';

/** Characters; a list of some thousand servers. */
const MOST_TEXT = 2 << 20;
const MOST_ENTRIES = 2000;

/** Where lists keep their servers: Clash, sing-box and SIP008. */
const ListSchema = v.union([
  v.looseObject({ proxies: v.array(v.unknown()) }),
  v.looseObject({ outbounds: v.array(v.unknown()) }),
  v.looseObject({ servers: v.array(v.unknown()) }),
]);

/**
 * The links in a list of servers as programs are given it: links in base64 (v2rayN), SIP008's and sing-box' JSON, Clash's
 * YAML, and what Outline's dynamic keys lead to. Undefined where a text is none of these. Never throws; reads at most 2 Mi characters and 2,000 entries.
 */
export function unpackServerList(text: string): readonly string[] | undefined {
  if (text.length > MOST_TEXT) return undefined;
  return fromBase64(text) ?? fromTree(text) ?? fromOutline(text);
}

/** One line of links a server, all of it in base64, broken into lines or not. */
function fromBase64(text: string): readonly string[] | undefined {
  const joined = text.replace(/\s+/g, '');
  if (joined.length < 16 || !/^[\w+/-]+={0,2}$/.test(joined)) return undefined;
  const lines = Buffer.from(joined, 'base64').toString('utf8').split(/\r?\n/);
  return lines.some((line) => /^[a-z][a-z0-9+.-]*:\/\//i.test(line))
    ? lines.slice(0, MOST_ENTRIES)
    : undefined;
}

function fromTree(text: string): readonly string[] | undefined {
  // Reading YAML takes long; a text without these words has no servers in it.
  if (!/proxies|outbounds|servers/.test(text) && !LONE.test(text)) return undefined;
  const tree = v.safeParse(ListSchema, parseTree(LONE.test(text) ? `proxies:\n${text}` : servers(text)));
  if (!tree.success) return undefined;
  const { output } = tree;
  const entries =
    'proxies' in output ? output.proxies : 'outbounds' in output ? output.outbounds : output.servers;
  if (!Array.isArray(entries)) return undefined;
  // Xray's own file: its servers are written in another way.
  if (/"protocol"\s*:\s*"(?:vless|vmess|trojan|shadowsocks)"/.test(text)) return ['xray://config'];
  return entries.slice(0, MOST_ENTRIES).flatMap((each: unknown) => {
    const entry = v.safeParse(EntrySchema, each);
    return entry.success ? (linkOf(entry.output) ?? []) : [];
  });
}

/** Some entries of Clash's, as they are passed on in chats. */
const LONE = /^\s*-\s+(?:\{\s*)?["']?(?:name|type|server)["']?\s*:/;

/** Of Clash's file the servers alone: its rules are long, and often refer to each other. */
function servers(text: string): string {
  return /^proxies:[^\n]*\n(?:(?:[ \t#-].*|[ \t\r]*)(?:\n|$))*/m.exec(text)?.[0] ?? text;
}

/** JSON is YAML; without its references a short text stays a small tree. */
function parseTree(text: string): unknown {
  try {
    return /^[ \t]*[&*]|[:,[{-][ \t]+[&*]\w/m.test(text) ? undefined : load(text, { schema: JSON_SCHEMA });
  } catch {
    return undefined;
  }
}

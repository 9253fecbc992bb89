import { DESYNC_METHODS, type DesyncMethod } from '../model/sidecar.ts';
import { parseShape, printShape, type Shape } from '../net/client-hello/shape.ts';
import { isIp } from '../net/ip.ts';
import { readHost } from './host.ts';
import {
  isByEngine,
  labelProxy,
  type ProxyElement,
  type ProxyProblem,
  parseProxy,
  printProxy,
} from './proxy-element.ts';

interface ShapeElement {
  readonly kind: 'shape';
  readonly shape: Shape;
}

/**
 * A messenger's own protocol, carried another way than its app would: `telegram-ws`; with `:sni=NAME` its ClientHello names
 * another host, and the certificate is checked as ever.
 */
interface GatewayElement {
  readonly kind: 'gateway';
  readonly gateway: typeof GATEWAY;
  /** A name in lower case, and no address. */
  readonly serverName?: string;
}

/** What a dialer is wrapped in. */
export type Hop = ShapeElement | ProxyElement | GatewayElement;

const GATEWAY = 'telegram-ws';
const FRONTED = `${GATEWAY}:sni=`;

/**
 * A transport as text: `doh:quad9 | tlsfrag:sni`, elements joined by ` | `, the left one nearest to the network.
 * `system` is what a missing resolver means, and is printed only where nothing else is.
 */
export interface Expression {
  /** `system`, `doh:ID`, `dot:ID`, `tcp:ID` or `udp:ID`. */
  readonly resolver: string;
  /** `byedpi:METHOD`: a program beside us connects to the addresses that the resolver finds, and cuts the first flight. */
  readonly desync?: DesyncMethod;
  readonly hops: readonly Hop[];
}

export type ExpressionErrorCode =
  | 'empty'
  | 'too-long'
  | 'too-many-elements'
  | 'empty-element'
  | 'unknown-element'
  | 'misplaced-resolver'
  | 'stacked-shapes'
  | 'misplaced-gateway'
  | 'misplaced-engine'
  | ProxyProblem;

/** Why a text is no expression; holds nothing of the text. */
interface ExpressionError {
  readonly code: ExpressionErrorCode;
  /** The element at fault, counted from 0. */
  readonly at: number;
}

export type ParsedExpression =
  | { readonly ok: true; readonly expression: Expression }
  | { readonly ok: false; readonly error: ExpressionError };

const MAX_ELEMENTS = 8;
/** Characters, of the text read and of the text printed. */
export const MAX_LENGTH = 4096;

const DESYNC = 'byedpi:';
const RESOLVER = /^(?:system|(?:doh|dot|tcp|udp):[a-z][a-z0-9]{0,31})$/;

/** Reads a transport's text, strictly. */
export function parseExpression(text: string): ParsedExpression {
  if (text.length > MAX_LENGTH) return refuse('too-long', 0);
  if (text.trim() === '') return refuse('empty', 0);
  const elements = text.split('|').map((element) => element.trim());
  if (elements.length > MAX_ELEMENTS) return refuse('too-many-elements', MAX_ELEMENTS);
  const [first = ''] = elements;
  const hasResolver = RESOLVER.test(first);
  const start = hasResolver ? 1 : 0;
  const desync = readDesync(elements[start] ?? '');
  const hops: Hop[] = [];
  for (const [at, element] of elements.entries()) {
    if (at < start || (at === start && desync !== undefined)) continue;
    // It finds its own way out: nothing of ours can stand beneath it.
    if (readDesync(element) !== undefined) return refuse('misplaced-engine', at);
    const hop = readHop(element, hops.at(-1));
    if (typeof hop === 'string') return refuse(hop, at);
    const isAlone = hops.length === 0 && desync === undefined && (!hasResolver || first === 'system');
    if (needsEngine(hop) && !isAlone) return refuse('misplaced-engine', at);
    if (hop.kind === 'shape' && desync !== undefined && hops.length === 0)
      return refuse('stacked-shapes', at);
    hops.push(hop);
  }
  const expression = { resolver: hasResolver ? first : 'system', ...(desync && { desync }), hops };
  return printExpression(expression).length > MAX_LENGTH ? refuse('too-long', 0) : { ok: true, expression };
}

function readDesync(text: string): DesyncMethod | undefined {
  return DESYNC_METHODS.find((method) => text === DESYNC + method);
}

/** Whether an engine of others carries it. */
function needsEngine(hop: Hop): boolean {
  return hop.kind === 'proxy' && (hop.protocol === 'tor' || isByEngine(hop));
}

/** The canonical text: `parseExpression` reads it back as the same expression. Holds secrets. */
export function printExpression(expression: Expression): string {
  return join(expression, printProxy);
}

/** The text for people, logs and reports: user names and passwords hidden. */
export function labelExpression(expression: Expression): string {
  return join(expression, labelProxy);
}

function readHop(text: string, before: Hop | undefined): Hop | ExpressionErrorCode {
  if (text === '') return 'empty-element';
  if (RESOLVER.test(text)) return 'misplaced-resolver';
  // It carries one protocol to the servers of one messenger: nothing else can go over it.
  if (before !== undefined && carriesOnlyTelegram(before)) return 'misplaced-gateway';
  const gateway = readGateway(text);
  if (gateway !== undefined) return gateway;
  const shape = parseShape(text);
  if (shape === undefined) return parseProxy(text) ?? 'unknown-element';
  // A shape over a shape would cut pieces of pieces; what is meant is written with a plus.
  return before?.kind === 'shape' ? 'stacked-shapes' : { kind: 'shape', shape };
}

function readGateway(text: string): GatewayElement | undefined {
  if (text === GATEWAY) return { kind: 'gateway', gateway: GATEWAY };
  const name = text.startsWith(FRONTED) ? text.slice(FRONTED.length) : '';
  const isName = name !== '' && readHost(name) === name && !isIp(name);
  return isName ? { kind: 'gateway', gateway: GATEWAY, serverName: name } : undefined;
}

function printGateway({ gateway, serverName }: GatewayElement): string {
  return serverName === undefined ? gateway : `${FRONTED}${serverName}`;
}

/** Whether nothing but obfuscated connections of Telegram's apps can go over it. */
export function carriesOnlyTelegram(hop: Hop): boolean {
  return hop.kind === 'gateway' || (hop.kind === 'proxy' && hop.protocol === 'mtproto');
}

function join({ resolver, desync, hops }: Expression, proxyText: (proxy: ProxyElement) => string): string {
  const own = hops.map((hop) => {
    if (hop.kind === 'gateway') return printGateway(hop);
    return hop.kind === 'shape' ? printShape(hop.shape) : proxyText(hop);
  });
  const texts = desync === undefined ? own : [DESYNC + desync, ...own];
  return (resolver === 'system' && texts.length > 0 ? texts : [resolver, ...texts]).join(' | ');
}

function refuse(code: ExpressionErrorCode, at: number): ParsedExpression {
  return { ok: false, error: { code, at } };
}

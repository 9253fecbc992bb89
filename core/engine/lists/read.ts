import { printExpression } from '../../transports/expression.ts';
import { type LinkFault, parseLinks } from '../../transports/links/link-list.ts';
import { listHost } from '../../transports/links/list-link.ts';
import { isInside } from './fetch.ts';

/** A page for people: what looks like a server in it is a part of the page. */
const PAGE = /^\s*<(?:!doctype|html|head|\?xml|!--)/i;

export interface ReadList {
  /** Servers, in the order of the list. */
  readonly expressions: readonly string[];
  /** What stands in it and cannot be used. */
  readonly faults: readonly LinkFault[];
}

/**
 * The servers in a list that was fetched from `address`. A list from outside names none on this computer or in this network:
 * whoever keeps it would reach what lies here through us.
 */
export function readList(text: string, address: string): ReadList {
  if (PAGE.test(text)) return { expressions: [], faults: [] };
  const { links, faults } = parseLinks(text);
  const mayBeInside = isInside(listHost(address));
  const servers = links.filter(({ expression: { hops } }) => {
    const proxies = hops.filter((hop) => hop.kind === 'proxy');
    const areOutside = proxies.every(({ host }) => !isInside(host));
    return proxies.length > 0 && (mayBeInside || areOutside);
  });
  return { expressions: servers.map(({ expression }) => printExpression(expression)), faults };
}

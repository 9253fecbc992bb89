import type { StreamItem } from '../../contract.ts';
import { routeName } from '../../finder/route-table.ts';
import { viewTransport } from '../../model/transport-view.ts';
import { clip } from './clip.ts';
import type { HostEvent } from './model.ts';

type Line = Omit<StreamItem<'log'>, 'at'>;

/** What the log says of an event, in English, for experts; null where it is not worth a line. Names nobody's server. */
export function logLine(event: HostEvent): Line | null {
  const line = (text: string, level: Line['level'] = 'info'): Line => ({
    level,
    code: clip('code' in event ? event.code : event.event, 256),
    text: clip(text),
  });
  switch (event.event) {
    case 'trying':
      return line(`${routeName(event)}: trying ${way(event.transport)} (${event.rung})`);
    case 'uplink':
      return line(
        `${event.isAnother ? 'another network' : 'the network'}: VPN ${event.insideVpn ? 'on' : 'off'}, own proxy ${event.proxy}`,
      );
    case 'rivals':
      return line(`running here: ${event.found.map(({ name }) => name).join(', ') || 'nothing of the kind'}`);
    case 'network':
      return event.cause === null
        ? line('network: nothing wrong with the whole of it')
        : line(`network: ${event.cause}${event.detail === undefined ? '' : ` (${event.detail})`}`, 'warning');
    case 'verdict':
      return line(`${routeName(event)}: ${event.state} without help ${event.causes.join(', ')}`.trimEnd());
    case 'route':
      return line(
        `${routeName(event)}: ${way(event.transport)}, ${event.proof}, ${event.seconds.toFixed(2)} s`,
      );
    case 'moved':
      return line(`${routeName(event)}: ${wayOrNone(event.from)} → ${wayOrNone(event.to)}`, 'warning');
    case 'error': {
      const { code, message, transport } = event;
      if (transport !== undefined) return line(`a server of the person: ${code}`, 'warning');
      return line(message, code === 'internal' ? 'error' : 'warning');
    }
    case 'opened':
      return line(`local proxy on ${event.proxy.host}:${event.proxy.port}`);
    case 'search-began':
    case 'search-ended':
      return line(`${event.keys.map(routeName).join(', ')}${event.isAsked ? '' : ' (background)'}`);
    case 'computer': {
      const { isSet, problem } = event.computer;
      if (problem) return line(`this computer's settings: ${problem}`, 'warning');
      return isSet === undefined ? null : line(`this computer's settings: ${isSet ? 'set' : 'put back'}`);
    }
    case 'in-use':
      return line(`${event.messenger} is in use`);
    case 'turned-away':
      return line(`phones: ${event.count} turned away (${event.why})`, 'warning');
    case 'connecting':
    case 'stopping':
    case 'stopped':
    case 'network-changed':
      return line(event.event);
    default:
      return null;
  }
}

/** The log may be shown to others: it does not say where somebody's server is. */
function way(label: string): string {
  return viewTransport(label).kind === 'server' ? 'a server of the person' : label;
}

function wayOrNone(label: string | null): string {
  return label === null ? 'nothing' : way(label);
}

import { Plus } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Way } from '../../../core/contract.ts';
import { useEngine } from '../../bridge/context.ts';
import { Button } from '../../components/button.tsx';
import { Page } from '../../components/page.tsx';
import { useSpeaker } from '../../components/toast-context.ts';
import { useNavigation } from '../../frame/navigation.ts';
import { TorNote } from '../../frame/tor-note.tsx';
import { useT } from '../../i18n/context.ts';
import { EmptyWays } from './empty-ways.tsx';
import { ListGroup } from './list-group.tsx';
import { moveButtonId } from './move-buttons.tsx';
import { type Direction, placeAfter } from './places.ts';
import { useAsk } from './use-ask.ts';
import { WayCard } from './way-card.tsx';
import { wayName } from './way-name.ts';
import style from './ways-screen.module.css';

/** The servers the person was given: to test, order, name, share and remove. */
export function WaysScreen() {
  const t = useT();
  const ask = useAsk();
  const { go } = useNavigation();
  const { announce } = useSpeaker();
  const { ways, lists } = useEngine().state;
  const order = ways.map(({ id }) => id).join('\n');
  const pressed = useRef<string | null>(null);

  // A card that moves in the page loses the focus: it is given back to the button that moved it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the order has changed
  useEffect(() => {
    if (pressed.current === null) return;
    document.getElementById(pressed.current)?.focus();
    pressed.current = null;
  }, [order]);

  /** Among those that came the same way. */
  const move = async (way: Way, group: readonly Way[], direction: Direction) => {
    const to = placeAfter(group.indexOf(way), direction, group.length);
    const other = to === null ? undefined : group[to];
    if (to === null || other === undefined) return;
    pressed.current = moveButtonId(way, direction);
    const done = await ask('moveWay', { id: way.id, to: ways.indexOf(other) });
    if (done !== undefined) {
      announce(t('ways.moved', { name: wayName(way), place: to + 1, count: group.length }));
    }
  };
  const cards = (group: readonly Way[], label: string) => (
    <ol className={style.list} aria-label={label}>
      {group.map((way, place) => (
        <li key={way.id}>
          <WayCard
            way={way}
            place={place}
            count={group.length}
            onMove={(direction) => void move(way, group, direction)}
          />
        </li>
      ))}
    </ol>
  );
  const own = ways.filter((way) => !lists.some(({ id }) => id === way.list));

  if (ways.length + lists.length === 0) return <EmptyWays />;
  return (
    <Page
      title={t('ways.title')}
      lead={t('ways.lead')}
      actions={
        <Button icon={<Plus />} onClick={() => go({ name: 'no-way', messenger: null })}>
          {t('ways.add')}
        </Button>
      }
    >
      <TorNote />
      {own.length > 0 && cards(own, t('ways.list'))}
      {lists.map((list) => {
        const group = ways.filter((way) => way.list === list.id);
        return (
          <ListGroup key={list.id} list={list} count={group.length}>
            {cards(group, t('lists.title', { host: list.host }))}
          </ListGroup>
        );
      })}
    </Page>
  );
}

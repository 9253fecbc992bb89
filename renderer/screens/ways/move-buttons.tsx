import { ArrowDown, ArrowUp } from 'lucide-react';
import type { Way } from '../../../core/contract.ts';
import { useT } from '../../i18n/context.ts';
import style from './move-buttons.module.css';
import { type Direction, placeAfter } from './places.ts';
import { wayName } from './way-name.ts';

const ARROWS = { earlier: ArrowUp, later: ArrowDown } as const;

/** Where the focus goes back to after a move. */
export const moveButtonId = (way: Way, direction: Direction): string => `${way.id}-${direction}`;

interface MoveButtonsProps {
  readonly way: Way;
  readonly place: number;
  readonly count: number;
  readonly onMove: (direction: Direction) => void;
}

/** Up and down. At an end they say so and stay, so that the focus has somewhere to be. */
export function MoveButtons({ way, place, count, onMove }: MoveButtonsProps) {
  const t = useT();
  return (
    <div className={style.pair}>
      {(['earlier', 'later'] as const).map((direction) => {
        const Arrow = ARROWS[direction];
        const atEnd = placeAfter(place, direction, count) === null;
        return (
          <button
            key={direction}
            type="button"
            id={moveButtonId(way, direction)}
            className={style.move}
            aria-label={t(`ways.${direction}`, { name: wayName(way) })}
            aria-disabled={atEnd || undefined}
            onClick={atEnd ? undefined : () => onMove(direction)}
          >
            <Arrow aria-hidden="true" />
          </button>
        );
      })}
    </div>
  );
}

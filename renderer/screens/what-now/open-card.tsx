import { Disclosure } from '../../components/disclosure.tsx';
import { useT } from '../../i18n/context.ts';
import type { ChosenUse } from './choose-uses.ts';
import { useGuideWords } from './guide-words.ts';
import { PathCard } from './path-card.tsx';
import { Use } from './use.tsx';
import style from './what-now.module.css';

interface OpenCardProps {
  readonly id: string;
  readonly name: string;
  /** null until it is known what is installed. */
  readonly uses: readonly ChosenUse[] | null;
  readonly onHandOver: () => void;
}

/** The gentlest way to use the messenger, and the others below it. */
export function OpenCard({ id, name, uses, onHandOver }: OpenCardProps) {
  const t = useT();
  const words = useGuideWords();
  const [first, ...others] = uses ?? [];
  return (
    <PathCard title={t('what-now.ways-title', { name })}>
      {uses === null && (
        <p role="status" className={style.soft}>
          {t('what-now.looking')}
        </p>
      )}
      {first !== undefined && (
        <>
          <h3>{words(first.use.title, { name })}</h3>
          <p className={style.soft}>{words(first.use.about, { name })}</p>
          <Use id={id} name={name} chosen={first} onHandOver={onHandOver} />
        </>
      )}
      {others.length > 0 && (
        <div className={style.more}>
          <h3>{t('what-now.other-ways', { name })}</h3>
          {others.map((chosen) => (
            <Disclosure key={chosen.use.id} title={words(chosen.use.title, { name })}>
              <p className={style.soft}>{words(chosen.use.about, { name })}</p>
              <Use id={id} name={name} chosen={chosen} onHandOver={onHandOver} />
            </Disclosure>
          ))}
        </div>
      )}
    </PathCard>
  );
}

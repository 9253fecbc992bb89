import { Button } from '../../components/button.tsx';
import { useT } from '../../i18n/context.ts';
import style from './no-way.module.css';

interface YesOrNoProps {
  readonly question: string;
  readonly yes: string;
  /** The id of what is asked about. */
  readonly about: string;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** The question before anybody is contacted, and its two answers. */
export function YesOrNo({ question, yes, about, onYes, onNo }: YesOrNoProps) {
  const t = useT();
  return (
    <>
      <p className={style.question}>{question}</p>
      <div className={style.buttons}>
        <Button look="primary" aria-describedby={about} onClick={onYes}>
          {yes}
        </Button>
        <Button aria-describedby={about} onClick={onNo}>
          {t('no-way.no')}
        </Button>
      </div>
    </>
  );
}

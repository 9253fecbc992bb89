import { Button } from '../../components/button.tsx';
import { useT } from '../../i18n/context.ts';
import { useGuideWords } from './guide-words.ts';
import { PathCard } from './path-card.tsx';
import style from './what-now.module.css';

interface LinkedQuestionProps {
  readonly name: string;
  readonly question: string;
  /** null until the person said. */
  readonly answer: boolean | null;
  readonly onAnswer: (answer: boolean) => void;
}

/** Asks what decides which steps are needed. */
export function LinkedQuestion({ name, question, answer, onAnswer }: LinkedQuestionProps) {
  const t = useT();
  const words = useGuideWords();
  return (
    <PathCard title={words(question)}>
      <div className={style.buttons}>
        <Button aria-pressed={answer === true} className={style.answer} onClick={() => onAnswer(true)}>
          {t('what-now.answer-yes')}
        </Button>
        <Button aria-pressed={answer === false} className={style.answer} onClick={() => onAnswer(false)}>
          {t('what-now.answer-no')}
        </Button>
      </div>
      <p role="status" className={style.soft}>
        {answer === null ? '' : answer ? t('what-now.answered-yes') : t('what-now.answered-no', { name })}
      </p>
    </PathCard>
  );
}

import { Card } from '../../components/card.tsx';
import { useT } from '../../i18n/context.ts';
import { useGuideWords } from './guide-words.ts';
import style from './what-now.module.css';

interface NotesProps {
  readonly name: string;
  readonly notes: readonly string[];
}

/** What cannot be done, said plainly. */
export function Notes({ name, notes }: NotesProps) {
  const t = useT();
  const words = useGuideWords();
  if (notes.length === 0) return null;
  return (
    <Card aria-labelledby="notes">
      <h2 id="notes">{t('what-now.notes-title')}</h2>
      <ul className={style.list}>
        {notes.map((note) => (
          <li key={note}>{words(note, { name })}</li>
        ))}
      </ul>
    </Card>
  );
}

import type { Guide } from '../../../core/model/guide.ts';
import { Disclosure } from '../../components/disclosure.tsx';
import { useT } from '../../i18n/context.ts';
import { GUIDE_DRAWINGS } from '../../illustrations/guide-drawings.ts';
import { Picture } from '../../illustrations/picture.tsx';
import { useGuideWords } from './guide-words.ts';
import { PathCard } from './path-card.tsx';
import style from './what-now.module.css';

interface LinkCardProps {
  readonly name: string;
  readonly linking: NonNullable<Guide['linking']>;
}

/** How this computer comes to show the person's chats, also where the phone is cut off too. */
export function LinkCard({ name, linking }: LinkCardProps) {
  const t = useT();
  const words = useGuideWords();
  const list = (keys: readonly string[]) => keys.map((key) => <li key={key}>{words(key, { name })}</li>);
  return (
    <PathCard title={t('what-now.link-how')}>
      <div className={style.use}>
        <div className={style.steps}>
          <ol className={style.list}>{list(linking.steps)}</ol>
          <Disclosure title={t('what-now.phone-blocked')}>
            <ul className={style.list}>{list(linking.phoneBlocked)}</ul>
          </Disclosure>
        </div>
        <Picture drawing={GUIDE_DRAWINGS['link-phone']} />
      </div>
    </PathCard>
  );
}

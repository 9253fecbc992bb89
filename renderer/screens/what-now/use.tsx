import { useEngine } from '../../bridge/context.ts';
import { CopyField } from '../../components/copy-field.tsx';
import { Notice } from '../../components/notice.tsx';
import { useT } from '../../i18n/context.ts';
import { GUIDE_DRAWINGS } from '../../illustrations/guide-drawings.ts';
import { Picture } from '../../illustrations/picture.tsx';
import type { ChosenUse } from './choose-uses.ts';
import { fillBlanks } from './fill-blanks.ts';
import { useGuideWords } from './guide-words.ts';
import { HandOver } from './hand-over.tsx';
import style from './what-now.module.css';

interface UseProps {
  readonly id: string;
  readonly name: string;
  readonly chosen: ChosenUse;
  readonly onHandOver: () => void;
}

/** One way to use a messenger: a button where there can be one, the steps, and a drawing of them. */
export function Use({ id, name, chosen, onHandOver }: UseProps) {
  const words = useGuideWords();
  const { state } = useEngine();
  const { use, steps, readiness } = chosen;
  if (readiness === 'no-browser') return <NoBrowser />;
  const proxy = state.phase === 'on' ? state.proxy : null;
  const fill = (text: string) => (proxy === null ? '…' : fillBlanks(text, proxy));
  return (
    <div className={style.use}>
      <div className={style.steps}>
        {use.action !== 'manual' && (
          <HandOver id={id} name={name} action={use.action} by={use.by} onHandOver={onHandOver} />
        )}
        <ol className={style.list}>
          {steps.map(({ text, copy }) => (
            <li key={text}>
              {copy === undefined || proxy === null ? (
                words(text, { name })
              ) : (
                <div className={style.copy}>
                  <CopyField label={words(text, { name })} value={fill(copy)} />
                </div>
              )}
            </li>
          ))}
        </ol>
      </div>
      <Picture drawing={GUIDE_DRAWINGS[use.illustration]} fill={fill} />
    </div>
  );
}

/** What to do where nothing on this computer can open a window of its own. */
function NoBrowser() {
  const t = useT();
  const { about } = useEngine();
  const platform = about.platform === 'other' ? 'linux' : about.platform;
  return (
    <Notice tone="info">
      <p>{t('what-now.own-window-missing')}</p>
      <p>{t(`what-now.own-window-missing-${platform}`)}</p>
      <p>{t('what-now.own-window-missing-then')}</p>
    </Notice>
  );
}

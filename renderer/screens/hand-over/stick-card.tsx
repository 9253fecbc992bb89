import type { HandOverPlaces, HandOverState } from '../../../core/contract.ts';
import { useEngine } from '../../bridge/context.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Notice } from '../../components/notice.tsx';
import { useSpeaker } from '../../components/toast-context.ts';
import { useT } from '../../i18n/context.ts';
import style from './hand-over.module.css';

interface StickCardProps {
  readonly ids: readonly string[];
  readonly drives: HandOverPlaces['drives'];
  readonly copy: HandOverState['copy'];
  readonly onLook: () => void;
}

/** Copies the files onto a drive that somebody can carry away. */
export function StickCard({ ids, drives, copy, onLook }: StickCardProps) {
  const t = useT();
  const { bridge } = useEngine();
  const { toast } = useSpeaker();
  const begin = async (drive: string) => {
    const howTo = { name: t('hand-over.how-to-name'), text: t('hand-over.how-to') };
    const outcome = await bridge.call('copyHandOver', { ids: [...ids], drive, howTo });
    if (!outcome.ok) toast(t(`common.error-${outcome.error.code}`), 'blocked');
  };
  return (
    <Card aria-labelledby="stick">
      <h2 id="stick">{t('hand-over.stick')}</h2>
      <p>{t(drives.length === 0 ? 'hand-over.stick-none' : 'hand-over.stick-lead')}</p>
      <div role="status" className={style.said}>
        {copy !== null && <Copy copy={copy} />}
      </div>
      <div className={style.buttons}>
        {drives.map(({ id, name }) => (
          <Button
            key={id}
            disabled={ids.length === 0 || copy?.stage === 'copying'}
            onClick={() => void begin(id)}
          >
            {t('hand-over.stick-copy', { drive: name })}
          </Button>
        ))}
        {drives.length === 0 && <Button onClick={onLook}>{t('hand-over.again')}</Button>}
      </div>
    </Card>
  );
}

function Copy({ copy }: { readonly copy: NonNullable<HandOverState['copy']> }) {
  const t = useT();
  const { drive } = copy;
  switch (copy.stage) {
    case 'copying':
      return <Notice tone="busy">{t('hand-over.stick-copying', { drive })}</Notice>;
    case 'copied':
      return <Notice tone="works">{t('hand-over.stick-copied', { drive, folder: copy.folder })}</Notice>;
    case 'failed':
      return (
        <Notice tone="blocked">
          {t(copy.why === 'no-room' ? 'hand-over.stick-no-room' : 'hand-over.stick-failed', { drive })}
        </Notice>
      );
  }
}

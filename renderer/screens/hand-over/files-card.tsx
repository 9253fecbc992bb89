import type { HandOverPlaces } from '../../../core/contract.ts';
import { useEngine } from '../../bridge/context.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { CopyField } from '../../components/copy-field.tsx';
import { useSpeaker } from '../../components/toast-context.ts';
import { useLanguage } from '../../i18n/context.ts';
import style from './hand-over.module.css';

interface FilesCardProps {
  readonly places: HandOverPlaces | null;
  readonly isChosen: (id: string) => boolean;
  readonly onToggle: (id: string) => void;
  readonly onLook: () => void;
}

/** What there is to hand over, and where to put more. */
export function FilesCard({ places, isChosen, onToggle, onLook }: FilesCardProps) {
  const { t, tag } = useLanguage();
  const { bridge } = useEngine();
  const { toast } = useSpeaker();
  const megabytes = new Intl.NumberFormat(tag, {
    ...{ style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 },
  });
  const open = async () => {
    const outcome = await bridge.call('openHandOverFolder', {});
    if (!outcome.ok) toast(t(`common.error-${outcome.error.code}`), 'blocked');
  };
  const isEmpty = places !== null && places.files.length === 0;
  return (
    <Card aria-labelledby="files">
      <h2 id="files">{t('hand-over.files')}</h2>
      <ul className={style.files}>
        {places?.files.map(({ id, name, size }) => (
          <li key={id}>
            <label className={style.file}>
              <input type="checkbox" checked={isChosen(id)} onChange={() => onToggle(id)} />
              <span>
                <bdi>{name}</bdi> <span className={style.soft}>{megabytes.format(size / 1e6)}</span>
              </span>
            </label>
          </li>
        ))}
      </ul>
      {places !== null && (
        <>
          <p>{t(isEmpty ? 'hand-over.files-none' : 'hand-over.folder')}</p>
          <CopyField value={places.folder} />
        </>
      )}
      <div className={style.buttons}>
        <Button onClick={() => void open()}>{t('hand-over.folder-open')}</Button>
        <Button onClick={onLook}>{t('hand-over.again')}</Button>
      </div>
    </Card>
  );
}

import type { OfflineGuides } from '../../../core/model/offline.ts';
import { Card } from '../../components/card.tsx';
import { useT } from '../../i18n/context.ts';
import { offlineKey } from './data.ts';
import style from './offline.module.css';

/** One guide, point by point. */
export function GuideCard({ guide: { id, title, points } }: { readonly guide: OfflineGuides[number] }) {
  const t = useT();
  return (
    <Card aria-labelledby={id}>
      <h2 id={id}>{t(offlineKey(title))}</h2>
      <ul className={style.list}>
        {points.map((point) => (
          <li key={point}>{t(offlineKey(point))}</li>
        ))}
      </ul>
    </Card>
  );
}

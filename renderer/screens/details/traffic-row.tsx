import { TrafficPlot } from '../../charts/traffic-plot.tsx';
import { useLanguage } from '../../i18n/context.ts';
import { bytesText, rateText } from './sizes.ts';
import type { TrafficSeries } from './traffic.ts';
import style from './traffic-row.module.css';

/** A plot never magnifies less than this to its full height. Bytes in a second. */
const LEAST_TOP = 1000;

/** One messenger's plot with its numbers. */
export function TrafficRow({ name, series }: { readonly name: string; readonly series: TrafficSeries }) {
  const { t, tag } = useLanguage();
  const top = Math.max(LEAST_TOP, ...series.up, ...series.down);
  const row = (rate: number, sum: number) =>
    t('details.traffic-now', { rate: rateText(tag, rate), sum: bytesText(tag, sum) });
  return (
    <div className={style.messenger}>
      <h3>
        <bdi>{name}</bdi>
      </h3>
      <dl className={style.numbers}>
        <div>
          <dt className={style.down}>{t('details.traffic-down')}</dt>
          <dd>{row(series.downNow, series.downSum)}</dd>
        </div>
        <div>
          <dt className={style.up}>{t('details.traffic-up')}</dt>
          <dd>{row(series.upNow, series.upSum)}</dd>
        </div>
      </dl>
      <TrafficPlot
        label={t('details.traffic-plot', {
          messenger: name,
          down: bytesText(tag, series.downSum),
          up: bytesText(tag, series.upSum),
        })}
        down={series.down}
        up={series.up}
        max={top}
      />
      <p className={style.axis} aria-hidden="true">
        <span>{t('details.traffic-from')}</span>
        <span>{t('details.traffic-top', { rate: rateText(tag, top) })}</span>
        <span>{t('details.traffic-to')}</span>
      </p>
    </div>
  );
}

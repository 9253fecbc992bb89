import { useId } from 'react';
import { useLanguage } from '../../i18n/context.ts';
import { failureSentence } from '../../words/causes.ts';
import { durationText } from './sizes.ts';
import style from './step-table.module.css';
import type { Bar } from './timeline.ts';

interface StepTableProps {
  readonly bars: readonly Bar[];
  readonly caption: string;
  /** The element that says which search it was: the same lane may be open in another. */
  readonly search: string;
}

/** The steps of a lane in words and numbers. */
export function StepTable({ bars, caption, search }: StepTableProps) {
  const id = useId();
  const { t, tag } = useLanguage();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={style.frame} aria-labelledby={`${search} ${id}`} tabIndex={0}>
      <table className={style.table}>
        <caption id={id} className="unseen">
          {caption}
        </caption>
        <thead>
          <tr>
            <th scope="col">{t('details.column-operation')}</th>
            <th scope="col">{t('details.column-subject')}</th>
            <th scope="col">{t('details.column-start')}</th>
            <th scope="col">{t('details.column-duration')}</th>
            <th scope="col">{t('details.column-result')}</th>
          </tr>
        </thead>
        <tbody>
          {bars.map(({ step, start }) => (
            <tr key={step.number}>
              <th scope="row">{t(`details.operation-${step.operation}`)}</th>
              <td>
                <code dir="ltr">{step.subject}</code>
              </td>
              <td className={style.number}>{durationText(tag, start)}</td>
              <td className={style.number}>{durationText(tag, step.milliseconds)}</td>
              <td>
                {step.failure === null ? (
                  t('details.result-fine')
                ) : (
                  <>
                    <code dir="ltr" className={style.failure}>
                      {step.failure}
                    </code>
                    <p className={style.words}>{failureSentence(t, step.failure)}</p>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

import { useEffect, useRef } from 'react';
import type { KnownState } from '../../../core/contract.ts';
import { classes } from '../../components/classes.ts';
import { Progress } from '../../components/progress.tsx';
import { useNavigation } from '../../frame/navigation.ts';
import { type Language, useLanguage } from '../../i18n/context.ts';
import { BridgeScene } from '../../scene/bridge-scene.tsx';
import { networkAdvice } from '../../words/causes.ts';
import style from './hero.module.css';
import { HeroButtons } from './hero-buttons.tsx';
import { type Situation, situationOf } from './situation.ts';

function wordsOf(
  state: KnownState,
  { words, works, all, left }: Situation,
  { t, tag }: Language,
): { title: string; lead: string } {
  if (words === 'network' && state.network !== null) {
    const { title, advice } = networkAdvice(t, state.network);
    return { title, lead: advice };
  }
  const key = words === 'network' ? 'blocked' : words;
  const title = t(`home.title-${key}`);
  if (state.phase === 'searching' && state.found === 0)
    return { title, lead: t('home.lead-searching-start') };
  const counts = state.phase === 'searching' ? { found: state.found, wanted: state.wanted } : {};
  const names = new Intl.ListFormat(tag).format(left);
  return {
    title,
    lead: t(`home.lead-${key}`, { works, all, count: all, left: left.length, names, ...counts }),
  };
}

/** The bridge, how things stand in one sentence, and the one button. */
export function Hero({ state }: { readonly state: KnownState }) {
  const language = useLanguage();
  const { t } = language;
  const { hasMoved } = useNavigation();
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the view opens
  useEffect(() => {
    if (hasMoved) heading.current?.focus();
  }, []);
  const situation = situationOf(state);
  const { title, lead } = wordsOf(state, situation, language);
  return (
    <section className={classes(style.hero, situation.words === 'network' && style.long)}>
      <BridgeScene stage={situation.stage} part={situation.part} />
      <div className={style.words}>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <p>{lead}</p>
      </div>
      {state.phase === 'searching' && (
        <Progress label={t('home.progress')} value={state.found} max={state.wanted} />
      )}
      <HeroButtons state={state} words={situation.words} />
    </section>
  );
}

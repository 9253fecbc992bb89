import { House, Route, Settings, SlidersHorizontal } from 'lucide-react';
import type { ReactNode } from 'react';
import { useEngine } from '../bridge/context.ts';
import { Notice } from '../components/notice.tsx';
import { useT } from '../i18n/context.ts';
import style from './chrome.module.css';
import { useTitle } from './look.ts';
import { Mark } from './mark.tsx';
import { useNavigation, type View } from './navigation.ts';

const PLACES = [
  { name: 'home', icon: <House /> },
  { name: 'ways', icon: <Route /> },
  { name: 'details', icon: <SlidersHorizontal /> },
  { name: 'settings', icon: <Settings /> },
] as const;

/** Views that the navigation does not list belong to the one they are reached from. */
const PARENTS: Readonly<Record<View['name'], (typeof PLACES)[number]['name']>> = {
  home: 'home',
  ways: 'ways',
  details: 'details',
  settings: 'settings',
  send: 'home',
  offline: 'home',
  phones: 'home',
  'hand-over': 'home',
  honest: 'settings',
  'what-now': 'home',
  'no-way': 'home',
};

function Nav() {
  const t = useT();
  const { view, go } = useNavigation();
  return (
    <nav className={style.nav} aria-label={t('common.nav')}>
      <ul>
        {PLACES.map(({ name, icon }) => (
          <li key={name}>
            <button
              type="button"
              className={style.place}
              aria-current={PARENTS[view.name] === name ? 'page' : undefined}
              onClick={() => go({ name })}
            >
              <span aria-hidden="true">{icon}</span>
              <span>{t(`common.nav-${name}`)}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

const skipToContent = () => document.getElementById('content')?.focus();

/** What stands around every view: the name, where one can go, and a word when the engine was lost. */
export function Chrome({ children }: { readonly children: ReactNode }) {
  const t = useT();
  const { state } = useEngine();
  const { view } = useNavigation();
  useTitle(state.settings.plainLook);
  return (
    <div className={style.frame}>
      <button type="button" className={style.skip} onClick={skipToContent}>
        {t('common.skip-to-content')}
      </button>
      <header className={style.bar}>
        {!state.settings.plainLook && <Mark />}
        <span>{t(state.settings.plainLook ? 'common.plain-name' : 'common.app')}</span>
      </header>
      <Nav />
      <main id="content" tabIndex={-1} className={style.content}>
        {state.phase === 'lost' && view.name !== 'home' && (
          <div className={style.lost}>
            <Notice tone="partly" title={t('common.lost-title')}>
              <p>{t('common.lost-text')}</p>
              {state.attempt > 1 && <p>{t('common.lost-attempt', { attempt: state.attempt })}</p>}
            </Notice>
          </div>
        )}
        {children}
      </main>
    </div>
  );
}

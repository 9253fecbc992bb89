import { lazy, type ReactNode, Suspense, useMemo } from 'react';
import type { About, Bridge, KnownState, State } from '../core/contract.ts';
import style from './app.module.css';
import { EngineContext } from './bridge/context.ts';
import { Toaster } from './components/toaster.tsx';
import { Announcer } from './frame/announcer.tsx';
import { Boundary } from './frame/boundary.tsx';
import { Chrome } from './frame/chrome.tsx';
import { FirstPainting } from './frame/first-painting.tsx';
import { Invitation } from './frame/invitation.tsx';
import { useLook } from './frame/look.ts';
import { NavigationContext, type View } from './frame/navigation.ts';
import { Broken, Failed, Starting } from './frame/quiet-views.tsx';
import { useHasWaited } from './frame/use-has-waited.ts';
import { useHistory } from './frame/use-history.ts';
import { useStateOfEngine } from './frame/use-state-of-engine.ts';
import { Views } from './frame/views.tsx';
import { LANGUAGE_TAGS } from './i18n/catalogue.ts';
import { chooseLanguage } from './i18n/choose.ts';
import { LanguageProvider } from './i18n/provider.tsx';

const Welcome = lazy(async () => ({
  default: (await import('./screens/welcome/welcome-screen.tsx')).WelcomeScreen,
}));

interface AppProps {
  readonly bridge: Bridge;
  readonly firstView?: View;
}

interface WindowProps {
  readonly bridge: Bridge;
  readonly state: KnownState;
  readonly about: About;
}

function Window({ bridge, state, about }: WindowProps) {
  const engine = useMemo(() => ({ bridge, state, about }), [bridge, state, about]);
  return (
    <EngineContext value={engine}>
      {state.settings.welcomed ? (
        <Chrome>
          <Views />
        </Chrome>
      ) : (
        <Suspense fallback={<FirstPainting />}>
          <Welcome />
        </Suspense>
      )}
      <Invitation bridge={bridge} />
    </EngineContext>
  );
}

function inPhase(bridge: Bridge, state: State | null, about: About | null): ReactNode {
  if (state?.phase === 'failed') return <Failed bridge={bridge} failure={state} />;
  if (state === null || state.phase === 'starting' || about === null) return <Starting />;
  return <Window bridge={bridge} state={state} about={about} />;
}

/** What comes sooner is waited for with the first painting: words that only flash by help nobody. Milliseconds. */
const PATIENCE_MS = 400;

/** Whether it is clear what to show, and in which language. */
const isClear = (state: State | null, about: About | null) =>
  state?.phase === 'failed' || (state !== null && state.phase !== 'starting' && about !== null);

/** The whole window: the words, the look, and what fits the engine's phase. */
export function App({ bridge, firstView = { name: 'home' } }: AppProps) {
  const { state, about } = useStateOfEngine(bridge);
  const navigation = useHistory(firstView);
  const settings = state !== null && 'settings' in state ? state.settings : undefined;
  useLook(settings);
  const isOverdue = useHasWaited(PATIENCE_MS);
  const wanted = [settings?.language, about?.systemLanguage, ...navigator.languages];
  const tag = isClear(state, about) || isOverdue ? chooseLanguage(wanted, LANGUAGE_TAGS) : null;
  return (
    <LanguageProvider tag={tag}>
      <NavigationContext value={navigation}>
        <Toaster>
          <div className={style.window}>
            <Boundary instead={(again) => <Broken onAgain={again} />}>
              {inPhase(bridge, state, about)}
            </Boundary>
          </div>
          {state !== null && <Announcer state={state} />}
        </Toaster>
      </NavigationContext>
    </LanguageProvider>
  );
}

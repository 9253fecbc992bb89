import { type ReactNode, useEffect, useRef } from 'react';
import type { Bridge, State } from '../../core/contract.ts';
import { Button } from '../components/button.tsx';
import { useT } from '../i18n/context.ts';
import { BridgeScene } from '../scene/bridge-scene.tsx';
import { EraseButton } from '../screens/settings/erase-card.tsx';
import style from './quiet-views.module.css';

interface QuietViewProps {
  readonly title: string;
  readonly stage: 'off' | 'blocked' | 'searching';
  readonly children: ReactNode;
}

function QuietView({ title, stage, children }: QuietViewProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <main className="quiet" id="content">
      <BridgeScene stage={stage} part={0} />
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </main>
  );
}

/** Until the engine is there. */
export function Starting() {
  const t = useT();
  return (
    <QuietView title={t('common.starting-title')} stage="searching">
      <p>{t('common.starting-text')}</p>
    </QuietView>
  );
}

interface FailedProps {
  readonly bridge: Bridge;
  readonly failure: Extract<State, { phase: 'failed' }>;
}

/** What a page in a browser says of itself, by the bridge's codes: nothing is broken, it only leads nowhere now. */
const PAGE_CODES: Readonly<Record<string, 'link' | 'tabs' | 'gone'>> = {
  'no-link': 'link',
  'link-used': 'link',
  'link-unknown': 'link',
  'too-many-tabs': 'tabs',
  ended: 'gone',
  gone: 'gone',
};

/** When there is no engine: what to try, and what to show to somebody who helps. */
export function Failed({ bridge, failure }: FailedProps) {
  const page = PAGE_CODES[failure.code];
  return page === undefined ? <EngineFailed bridge={bridge} failure={failure} /> : <PageClosed why={page} />;
}

function PageClosed({ why }: { readonly why: 'link' | 'tabs' | 'gone' }) {
  const t = useT();
  return (
    <QuietView title={t(`common.page-${why}-title`)} stage="off">
      <p>{t(`common.page-${why}-text`)}</p>
    </QuietView>
  );
}

function EngineFailed({ bridge, failure }: FailedProps) {
  const t = useT();
  return (
    <QuietView title={t('common.failed-title')} stage="blocked">
      <p>{t('common.failed-text')}</p>
      <ol className={style.steps}>
        <li>{t('common.failed-step-restart')}</li>
        <li>{t('common.failed-step-reinstall')}</li>
        <li>
          {t('common.failed-step-ask')}
          <code className={style.exact} dir="ltr">
            {failure.code}: {failure.message}
          </code>
        </li>
      </ol>
      <Button look="primary" onClick={() => void bridge.call('quit', {})}>
        {t('common.failed-quit')}
      </Button>
      <EraseButton bridge={bridge} />
    </QuietView>
  );
}

/** In place of a view that broke. */
export function Broken({ onAgain }: { readonly onAgain: () => void }) {
  const t = useT();
  return (
    <QuietView title={t('common.crash-title')} stage="blocked">
      <p>{t('common.crash-text')}</p>
      <Button look="primary" onClick={onAgain}>
        {t('common.crash-again')}
      </Button>
    </QuietView>
  );
}

import { lazy, Suspense } from 'react';
import { HomeScreen } from '../screens/home/home-screen.tsx';
import { Boundary } from './boundary.tsx';
import { useNavigation, type View } from './navigation.ts';
import { Broken } from './quiet-views.tsx';

const Ways = lazy(async () => ({ default: (await import('../screens/ways/ways-screen.tsx')).WaysScreen }));
const Details = lazy(async () => ({
  default: (await import('../screens/details/details-screen.tsx')).DetailsScreen,
}));
const Settings = lazy(async () => ({
  default: (await import('../screens/settings/settings-screen.tsx')).SettingsScreen,
}));
const Send = lazy(async () => ({ default: (await import('../screens/send/send-screen.tsx')).SendScreen }));
const Offline = lazy(async () => ({
  default: (await import('../screens/offline/offline-screen.tsx')).OfflineScreen,
}));
const Phones = lazy(async () => ({
  default: (await import('../screens/phones/phones-screen.tsx')).PhonesScreen,
}));
const HandOver = lazy(async () => ({
  default: (await import('../screens/hand-over/hand-over-screen.tsx')).HandOverScreen,
}));
const Honest = lazy(async () => ({
  default: (await import('../screens/welcome/honest-screen.tsx')).HonestScreen,
}));
const WhatNow = lazy(async () => ({
  default: (await import('../screens/what-now/what-now-screen.tsx')).WhatNowScreen,
}));
const NoWay = lazy(async () => ({
  default: (await import('../screens/no-way/no-way-screen.tsx')).NoWayScreen,
}));

function Shown({ view }: { readonly view: View }) {
  switch (view.name) {
    case 'home':
      return <HomeScreen />;
    case 'ways':
      return <Ways />;
    case 'details':
      return <Details />;
    case 'settings':
      return <Settings />;
    case 'send':
      return <Send />;
    case 'offline':
      return <Offline />;
    case 'phones':
      return <Phones />;
    case 'hand-over':
      return <HandOver />;
    case 'honest':
      return <Honest from={view.from} />;
    case 'what-now':
      return <WhatNow messenger={view.messenger} />;
    case 'no-way':
      return <NoWay messenger={view.messenger} />;
  }
}

/** The view we are at. All but Home are fetched when they are first opened. */
export function Views() {
  const { view } = useNavigation();
  const place = JSON.stringify(view);
  return (
    <Boundary key={place} instead={(again) => <Broken onAgain={again} />}>
      <Suspense fallback={null}>
        <Shown view={view} />
      </Suspense>
    </Boundary>
  );
}

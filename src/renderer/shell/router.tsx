import { createHashHistory, createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
import { addressSchema } from '#renderer/components/address.ts';
import { type ScreenEntry, screens } from '#renderer/screens/index.ts';
import { useMe } from '#renderer/state/session.ts';
import { mayEnter } from './areas.ts';
import { NotHere } from './not-here.tsx';
import { Shell } from './shell.tsx';

function Door({ screen, children }: { readonly screen: ScreenEntry; readonly children: ReactNode }) {
  const me = useMe();
  return me !== null && me !== undefined && mayEnter(screen, me.operations) ? children : <NotHere />;
}

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotHere,
  validateSearch: addressSchema,
});

const routes = screens.map((screen) => {
  const Screen = lazy(async () => ({ default: await screen.load() }));
  return createRoute({
    getParentRoute: () => root,
    path: screen.path,
    component: () => (
      <Door screen={screen}>
        <Suspense fallback={null}>
          <Screen />
        </Suspense>
      </Door>
    ),
  });
});

/** Addresses after the hash: the file of the page never changes. */
export const router = createRouter({
  routeTree: root.addChildren(routes),
  history: createHashHistory(),
});

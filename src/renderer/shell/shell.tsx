import { Outlet, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { OperationDialog } from '#renderer/components/operation-dialog.tsx';
import { usePreferences } from '#renderer/state/preferences.ts';
import { ChangePasswordDialog } from './change-password-dialog.tsx';
import { CommandPalette } from './command-palette.tsx';
import { CrashScreen } from './crash-screen.tsx';
import { ExplainDrawer } from './explain-drawer.tsx';
import classes from './shell.module.css';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';
import { SideBar } from './side-bar.tsx';
import { TopBar } from './top-bar.tsx';
import { useJobToasts } from './use-job-toasts.ts';
import { useWindowEvents } from './use-window-commands.ts';
import { ViewingBar } from './viewing-bar.tsx';

/** The frame of the signed-in window: side bar, top bar, the screen, and what may open above them. */
export function Shell() {
  const { t } = useTranslation();
  const place = useRouterState({ select: (state) => state.location.pathname });
  const collapsed = usePreferences((preferences) => preferences.sideCollapsed);
  useWindowEvents();
  useJobToasts();
  return (
    <div className={classes['frame']} data-collapsed={collapsed || undefined}>
      <a className={classes['skip']} href="#content" onClick={focusContent}>
        {t('shell.skip')}
      </a>
      <ViewingBar />
      <SideBar />
      <TopBar />
      <main id="content" className={classes['content']} tabIndex={-1}>
        <CrashScreen key={place}>
          <Outlet />
        </CrashScreen>
      </main>
      <CommandPalette />
      <ExplainDrawer key={`why ${place}`} />
      <OperationDialog />
      <ShortcutsDialog />
      <ChangePasswordDialog />
    </div>
  );
}

function focusContent(event: React.MouseEvent): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}

import { Button } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './list-screen.module.css';
import { EmptyState, ErrorState } from './message-states.tsx';
import type { PageCache } from './page-cache.ts';

interface ListBodyProps<Row extends Record<string, unknown>> {
  readonly pages: PageCache<Row>;
  readonly narrowed: boolean;
  readonly empty: {
    readonly icon: ReactNode;
    readonly title: string;
    readonly text: string;
    readonly children?: ReactNode;
  };
  readonly onRetry: () => void;
  readonly onClear: () => void;
  readonly children: ReactNode;
}

/** The grid, or why there is none: nothing here yet, nothing matches, or it could not be loaded. */
export function ListBody<Row extends Record<string, unknown>>(props: ListBodyProps<Row>) {
  const { t } = useTranslation();
  const { pages, narrowed, empty } = props;
  if (pages.error !== null && pages.total === null) {
    return <ErrorState message={pages.error.message} onRetry={props.onRetry} />;
  }
  if (pages.total === 0 && narrowed && !pages.more) {
    return (
      <EmptyState
        icon={<IconFilterOff size={22} stroke={1.75} />}
        title={t('list.noMatch')}
        text={t('list.noMatchText')}
      >
        <Button variant="default" onClick={props.onClear}>
          {t('list.clearFilters')}
        </Button>
      </EmptyState>
    );
  }
  if (pages.total === 0 && !pages.more) return <EmptyState {...empty} />;
  return <div className={classes['main']}>{props.children}</div>;
}

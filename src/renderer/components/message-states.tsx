import { Button } from '@mantine/core';
import { IconAlertCircle, IconRefresh } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './message-states.module.css';

interface MessageProps {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly text: string;
  /** The first step, usually a button. */
  readonly children?: ReactNode;
}

/** What belongs here, and the first step towards it. */
export function EmptyState({ icon, title, text, children }: MessageProps) {
  return (
    <div className={classes['box']}>
      {icon === undefined ? null : <div className={classes['icon']}>{icon}</div>}
      <h2 className={classes['title']}>{title}</h2>
      <p className={classes['text']}>{text}</p>
      {children === undefined ? null : <div className={classes['actions']}>{children}</div>}
    </div>
  );
}

/** What happened (the message also says what was kept), and what to do next. */
export function ErrorState(props: {
  readonly message: string;
  readonly title?: string;
  readonly onRetry?: () => void;
}) {
  const { t } = useTranslation();
  return (
    <div className={classes['box']} role="alert">
      <div className={classes['icon']} data-bad>
        <IconAlertCircle size={24} stroke={1.75} aria-hidden />
      </div>
      <h2 className={classes['title']}>{props.title ?? t('shell.errorTitle')}</h2>
      <p className={classes['text']}>{props.message}</p>
      {props.onRetry === undefined ? null : (
        <div className={classes['actions']}>
          <Button variant="default" leftSection={<IconRefresh size={15} />} onClick={props.onRetry}>
            {t('shell.tryAgain')}
          </Button>
        </div>
      )}
    </div>
  );
}

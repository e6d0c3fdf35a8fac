import { Button, Drawer } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import { AccessAnswer } from '#renderer/components/access-answer.tsx';
import { Bones } from '#renderer/components/bones.tsx';
import { titleOf } from '#renderer/components/declared.ts';
import { ErrorState } from '#renderer/components/message-states.tsx';
import { WhoCanList } from '#renderer/components/who-can-list.tsx';
import { type Puzzle, useExplaining } from '#renderer/state/explain.ts';
import { useMay, useMe } from '#renderer/state/session.ts';
import classes from './explain-drawer.module.css';

function WhoCan({ puzzle }: { readonly puzzle: Puzzle }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const answer = useAnswer('access.whoCan', puzzle, { enabled: asked });
  if (!asked) {
    return (
      <Button variant="default" leftSection={<IconUsers size={15} />} onClick={() => setAsked(true)}>
        {t('access.whoCanThis')}
      </Button>
    );
  }
  return (
    <section className={classes['who']}>
      <h3>{t('access.whoCanThis')}</h3>
      {answer.error === null ? null : <ErrorState message={answer.error.message} />}
      {answer.data === undefined ? <Bones /> : <WhoCanList answer={answer.data} />}
    </section>
  );
}

function Why({ puzzle }: { readonly puzzle: Puzzle }) {
  const { t } = useTranslation();
  const me = useMe();
  const seesPeople = useMay('users.list');
  const answer = useAnswer('access.explain', puzzle);
  if (answer.error !== null) {
    return <ErrorState message={answer.error.message} onRetry={() => void answer.refetch()} />;
  }
  if (answer.data === undefined) return <Bones />;
  const looking = me?.viewedBy !== null && answer.data.allowed;
  return (
    <div className={classes['why']}>
      <AccessAnswer answer={answer.data} />
      {looking ? <p className={classes['note']}>{t('access.viewingNote')}</p> : null}
      {seesPeople ? <WhoCan puzzle={puzzle} /> : null}
    </div>
  );
}

/** Why an act is refused, or by which roles it is allowed. Every refused button opens it; it ends with its screen. */
export function ExplainDrawer() {
  const { t } = useTranslation();
  const { puzzle, close } = useExplaining();
  useEffect(() => close, [close]);
  return (
    <Drawer
      opened={puzzle !== null}
      onClose={close}
      position="right"
      size={460}
      title={puzzle === null ? '' : t('access.why', { title: titleOf(puzzle.operation) })}
      closeButtonProps={{ 'aria-label': t('access.close') }}
      overlayProps={{ backgroundOpacity: 0.25 }}
      classNames={{ title: classes['title'] ?? '' }}
    >
      {puzzle === null ? null : (
        <Why key={`${puzzle.operation} ${puzzle.target.kind} ${puzzle.target.id}`} puzzle={puzzle} />
      )}
    </Drawer>
  );
}

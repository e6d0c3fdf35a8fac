import { IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import { Bones } from '#renderer/components/bones.tsx';
import { EmptyState, ErrorState } from '#renderer/components/message-states.tsx';
import { WhoCanList } from '#renderer/components/who-can-list.tsx';
import classes from './access.module.css';
import { RightSelect, ScopeSelect } from './question-fields.tsx';
import { useQuestion } from './use-question.ts';

function Answer({ right, scope }: { readonly right: string; readonly scope: string }) {
  const answer = useAnswer(
    'access.whoCan',
    { permission: right, target: { kind: 'node', id: scope } },
    { keepPrevious: true },
  );
  if (answer.error !== null) {
    return <ErrorState message={answer.error.message} onRetry={() => void answer.refetch()} />;
  }
  return answer.data === undefined ? <Bones /> : <WhoCanList answer={answer.data} />;
}

/** Everybody who may do this here. */
export function WhoTab() {
  const { t } = useTranslation();
  const [{ right, scope }, ask] = useQuestion();
  return (
    <div className={classes['question']}>
      <div className={classes['fields']}>
        <RightSelect value={right} onChange={(id) => ask({ right: id })} />
        <ScopeSelect value={scope} onChange={(id) => ask({ scope: id })} />
      </div>
      <div className={classes['answer']}>
        {right === null || scope === null ? (
          <EmptyState
            icon={<IconUsers size={22} stroke={1.75} />}
            title={t('access.pickWho')}
            text={t('access.pickWhoText')}
          />
        ) : (
          <Answer right={right} scope={scope} />
        )}
      </div>
    </div>
  );
}

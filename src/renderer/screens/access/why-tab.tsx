import { IconHelpCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import { AccessAnswer } from '#renderer/components/access-answer.tsx';
import { Bones } from '#renderer/components/bones.tsx';
import { EmptyState, ErrorState } from '#renderer/components/message-states.tsx';
import { PersonSelect } from '#renderer/components/person-select.tsx';
import { useMe } from '#renderer/state/session.ts';
import classes from './access.module.css';
import { RightSelect, ScopeSelect } from './question-fields.tsx';
import { useQuestion } from './use-question.ts';

function Answer(props: { readonly person: string; readonly right: string; readonly scope: string }) {
  const { person, right, scope } = props;
  const answer = useAnswer(
    'access.explain',
    { person, permission: right, target: { kind: 'node', id: scope } },
    { keepPrevious: true },
  );
  if (answer.error !== null) {
    return <ErrorState message={answer.error.message} onRetry={() => void answer.refetch()} />;
  }
  return answer.data === undefined ? <Bones /> : <AccessAnswer answer={answer.data} />;
}

/** May this person do this here, and why. */
export function WhyTab() {
  const { t } = useTranslation();
  const me = useMe();
  const [question, ask] = useQuestion();
  const person = question.person ?? me?.person.id ?? null;
  const { right, scope } = question;
  return (
    <div className={classes['question']}>
      <div className={classes['fields']}>
        <PersonSelect label={t('access.person')} value={person} onChange={(id) => ask({ person: id })} />
        <RightSelect value={right} onChange={(id) => ask({ right: id })} />
        <ScopeSelect value={scope} onChange={(id) => ask({ scope: id })} />
      </div>
      <div className={classes['answer']}>
        {person === null || right === null || scope === null ? (
          <EmptyState
            icon={<IconHelpCircle size={22} stroke={1.75} />}
            title={t('access.pickWhy')}
            text={t('access.pickWhyText')}
          />
        ) : (
          <Answer person={person} right={right} scope={scope} />
        )}
      </div>
    </div>
  );
}

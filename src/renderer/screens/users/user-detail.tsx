import { useTranslation } from 'react-i18next';
import { DetailItem, DetailList, DetailSection } from '#renderer/components/detail-panel.tsx';
import { Dim, ExactTime, IdText, RelativeTime } from '#renderer/components/values.tsx';
import type { User } from '#shared/operations/users.ts';

/** A user in the panel: the record, and each role with the place where it applies. */
export function UserDetail({ record: user }: { readonly record: User }) {
  const { t } = useTranslation();
  return (
    <>
      <DetailList>
        <DetailItem label={t('users.email')}>{user.email}</DetailItem>
        <DetailItem label={t('users.lastSignIn')}>
          {user.lastSignIn === null ? <Dim>{t('users.never')}</Dim> : <RelativeTime at={user.lastSignIn} />}
        </DetailItem>
        <DetailItem label={t('users.created')}>
          <ExactTime at={user.createdAt} />
        </DetailItem>
        <DetailItem label={t('users.id')}>
          <IdText id={user.id} />
        </DetailItem>
      </DetailList>
      <DetailSection title={t('users.assignments')}>
        {user.assignments.length === 0 ? (
          <Dim>{t('users.noAssignments')}</Dim>
        ) : (
          <DetailList>
            {user.assignments.map((assignment) => (
              <DetailItem key={assignment.id} label={assignment.nodeName}>
                {assignment.role}
              </DetailItem>
            ))}
          </DetailList>
        )}
      </DetailSection>
    </>
  );
}

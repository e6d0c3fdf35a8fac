import { useTranslation } from 'react-i18next';
import type { WhoCan } from '#shared/operations/access-answers.ts';
import { Dim } from './values.tsx';
import classes from './who-can-list.module.css';

/** The people who may do something, each with the roles that let them. */
export function WhoCanList({ answer }: { readonly answer: WhoCan }) {
  const { t } = useTranslation();
  const more = answer.total - answer.people.length;
  return (
    <div>
      <p className={classes['sentence']}>{answer.sentence}</p>
      {answer.people.length === 0 ? null : (
        <table className={classes['table']}>
          <thead>
            <tr>
              <th scope="col">{t('access.person')}</th>
              <th scope="col">{t('access.by')}</th>
            </tr>
          </thead>
          <tbody>
            {answer.people.map(({ person, name, email, paths, minimal }) => (
              <tr key={person}>
                <td>
                  <strong>{name}</strong>
                  <Dim>{email}</Dim>
                </td>
                <td>
                  {[...new Map(paths.map((path) => [path.assignment, path])).values()].map((path) => (
                    <div key={path.assignment}>
                      <b>{path.role}</b> <Dim>{path.nodeName ?? t('access.elsewhere')}</Dim>
                    </div>
                  ))}
                  {minimal ? <Dim>{t('access.minimal')}</Dim> : null}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {more > 0 ? <p className={classes['more']}>{t('access.more', { count: more })}</p> : null}
    </div>
  );
}

import { call } from '#renderer/client.ts';
import { toastDone, toastFailure } from '#renderer/components/toast.tsx';
import { t } from '#renderer/texts/texts.ts';

/** Writes the people of a scope (all that one sees, if none is named) and their roles into a file chosen first. */
export async function exportUsers(node: string | undefined): Promise<void> {
  const chosen = await call('files.chooseSave', { title: t('users.exportTitle'), name: 'users.csv' });
  if (!chosen.ok) return toastFailure(chosen.error);
  const { file } = chosen.value;
  if (file === null) return;
  // The Save dialog has asked already whether a file of this name may be replaced.
  const scope = node === undefined ? {} : { node };
  const reply = await call('users.exportCsv', { ...scope, file, overwrite: true });
  if (reply.ok) toastDone(t('users.exported', { count: reply.value.people }));
  else toastFailure(reply.error);
}

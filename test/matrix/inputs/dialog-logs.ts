import type { dialogLogOperations } from '#shared/operations/dialog-logs.ts';
import type { InputsOf } from './place.ts';

export const dialogLogInputs: InputsOf<typeof dialogLogOperations> = {
  'dialogLogs.dialog': ({ project }) => ({ project, session: 'session-1' }),
  'dialogLogs.list': ({ node }) => ({ node }),
};

import type { dialogLogOperations } from '#shared/operations/dialog-logs.ts';
import type { InputsOf } from './place.ts';

export const dialogLogInputs: InputsOf<typeof dialogLogOperations> = {
  'dialogLogs.dialog': ({ project }) => ({ project, session: 'session-1' }),
  'dialogLogs.list': ({ node }) => ({ node }),
  'dialogLogs.tag': ({ project }) => ({
    project,
    message: 'message-1',
    at: Date.UTC(2026, 4, 1),
    add: ['odd'],
  }),
  'dialogLogs.tags': ({ node }) => ({ node }),
};

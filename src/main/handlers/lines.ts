import type { lineOperations } from '#shared/operations/lines.ts';
import type { HandlersOf } from './handler.ts';
import { scopeListHandler } from './scope-list.ts';

export const lineHandlers: HandlersOf<typeof lineOperations> = {
  'lines.list': scopeListHandler('line', 'lines.view', 'lines.use'),
};

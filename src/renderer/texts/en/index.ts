import { access } from './access.ts';
import { audit } from './audit.ts';
import { broadcasts } from './broadcasts.ts';
import { callerIds } from './caller-ids.ts';
import { clients } from './clients.ts';
import { csv } from './csv.ts';
import { dialogLogs } from './dialog-logs.ts';
import { doNotCall } from './do-not-call.ts';
import { exportSchedules } from './export-schedules.ts';
import { exportsTexts } from './exports.ts';
import { form } from './form.ts';
import { gateways } from './gateways.ts';
import { home } from './home.ts';
import { list } from './list.ts';
import { logImports } from './log-imports.ts';
import { numberLists } from './number-lists.ts';
import { projects } from './projects.ts';
import { prompts } from './prompts.ts';
import { reviews } from './reviews.ts';
import { roles } from './roles.ts';
import { scopes } from './scopes.ts';
import { shell } from './shell.ts';
import { shortcuts } from './shortcuts.ts';
import { signIn } from './sign-in.ts';
import { state } from './state.ts';
import { userFlow } from './user-flow.ts';
import { users } from './users.ts';

/** All English texts, one area a line. */
export const en = {
  access,
  audit,
  broadcasts,
  clients,
  callerIds,
  csv,
  dialogLogs,
  doNotCall,
  exportSchedules,
  exports: exportsTexts,
  form,
  gateways,
  home,
  list,
  logImports,
  numberLists,
  projects,
  prompts,
  reviews,
  scopes,
  roles,
  shell,
  shortcuts,
  signIn,
  state,
  userFlow,
  users,
} as const;

import { audit } from './audit.ts';
import { form } from './form.ts';
import { home } from './home.ts';
import { list } from './list.ts';
import { shell } from './shell.ts';
import { shortcuts } from './shortcuts.ts';
import { signIn } from './sign-in.ts';
import { state } from './state.ts';
import { users } from './users.ts';

/** All English texts, one area a line. */
export const en = {
  audit,
  form,
  home,
  list,
  shell,
  shortcuts,
  signIn,
  state,
  users,
} as const;

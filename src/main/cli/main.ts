import type { Guard } from '#shared/operation.ts';
import { operations } from '#shared/operations/index.ts';
import { unguardedPermissions } from '#shared/operations/unguarded.ts';
import { BUILT_IN_PACKS } from '#shared/policy/packs/index.ts';
import { PERMISSIONS } from '#shared/policy/permissions.ts';
import { workspaceFolder } from '../data-folder.ts';
import { type Arguments, readArguments } from './arguments.ts';
import { toJson } from './print.ts';
import { runOperation, succeeded } from './run.ts';

const HELP = `Rolecall on the command line: the same operations, rights and audit trail as in the window.

  rolecall <operation> [JSON|@FILE] --as EMAIL         run an operation, print its reply as JSON
  rolecall operations [--json]                         list the operations
  rolecall operations --missing [--json]               list the permissions that guard no operation yet
  rolecall demo --workspace DIR [--seed N]             make a demo workspace, print its people as JSON

  --input JSON|@FILE   the same as behind the operation's name
  --workspace DIR   the workspace's folder (default: your own)
  The password comes from ROLECALL_PASSWORD, or is asked for.
  Exit code: 0 done, 1 refused or failed, 2 wrong usage.
`;

/** A permission, or what a table of permissions asks for, by scope. */
function guardWords(guard: Guard): string {
  if (typeof guard === 'string') return guard;
  return Object.entries(guard.byScope)
    .map(([scope, permission]) => `${scope}: ${permission}`)
    .join(', ');
}

function listOperations({ json }: Arguments): void {
  const list = Object.values(operations).map((operation) => ({
    name: operation.name,
    title: operation.title,
    kind: operation.kind,
    permission: operation.permission,
    danger: operation.danger ?? false,
  }));
  if (json) console.log(JSON.stringify(list, null, 2));
  else
    for (const { name, title, permission } of list)
      console.log(`${name.padEnd(28)}${title.padEnd(34)}${guardWords(permission)}`);
}

function listMissing({ json }: Arguments): void {
  const list = unguardedPermissions().map((permission) => ({
    permission,
    title: PERMISSIONS[permission],
    packs: BUILT_IN_PACKS.filter((pack) => pack.rows.some((row) => row.permissions.includes(permission))).map(
      (pack) => pack.id,
    ),
  }));
  if (json) console.log(JSON.stringify(list, null, 2));
  else
    for (const { permission, title, packs } of list)
      console.log(`${permission.padEnd(46)}${title.padEnd(54)}${packs.join(' ')}`);
}

async function demo(args: Arguments): Promise<number> {
  if (args.workspace === undefined) {
    console.error('Name the folder for the demo workspace: rolecall demo --workspace DIR');
    return 2;
  }
  const { demoPeopleOf, makeDemo } = await import('../demo/make-demo.ts');
  const folder = workspaceFolder(args.workspace);
  const known = await demoPeopleOf(folder);
  const people =
    known ??
    (await makeDemo({
      folder,
      seed: args.seed,
      now: Date.now(),
      progress: (_done, _total, message) => process.stderr.isTTY && process.stderr.write(`${message}\n`),
    }));
  const printed = people.map(({ roles, ...person }) => ({
    ...person,
    roles: roles.map(({ role, realm, node }) => ({ role, realm, node })),
  }));
  console.log(JSON.stringify(printed, null, 2));
  return 0;
}

async function main(): Promise<number> {
  const args = readArguments(process.argv.slice(2));
  if (typeof args === 'string') {
    console.error(`${args}\n\n${HELP}`);
    return 2;
  }
  if (args.command === null) {
    console.log(HELP);
    return 0;
  }
  if (args.command === 'operations') {
    if (args.missing) listMissing(args);
    else listOperations(args);
    return 0;
  }
  if (args.command === 'demo') return demo(args);
  // Beside this file the bundle has job.js; the sources have jobs/thread.ts.
  const source = import.meta.url.endsWith('.ts');
  const printed = await runOperation(
    args,
    new URL(source ? '../jobs/thread.ts' : './job.js', import.meta.url),
  );
  console.log(toJson(printed));
  return succeeded(printed) ? 0 : 1;
}

main()
  .then((code) => {
    process.exitCode = code;
    return code;
  })
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });

import type { Kysely } from 'kysely';
import { conditionalGrants } from '#shared/authz/conditional-grants.ts';
import type { Rights } from '#shared/authz/rights.ts';
import type { Target } from '#shared/operation.ts';
import { findOperation } from '#shared/operations/index.ts';
import { type Failure, fail } from '#shared/reply.ts';
import { type Location, locate } from '../db/locate.ts';
import type { Database } from '../db/open.ts';
import type { Secrets } from '../db/secrets.ts';
import type { Tables } from '../db/tables/index.ts';
import type { Context, NewJob, Passwords } from '../handlers/handler.ts';
import type { Staged, StageKind } from '../jobs/import/staging.ts';
import { authorize, type Verdict } from './authorize.ts';
import type { Effects } from './effects.ts';
import { explainAct, locateSeen, whoMay } from './explaining.ts';
import type { Caller, Session, Signed } from './sessions.ts';

/** What the door works with: the only place where the platform's clock, ids and connections are known. */
export interface Surroundings {
  readonly writer: Database;
  readonly reader: Kysely<Tables>;
  readonly rights: Rights;
  readonly policyVersion: string;
  readonly device: string;
  readonly folder: string;
  readonly secrets: Secrets;
  readonly passwords: Passwords;
  now(): number;
  newId(): string;
  /** The caller's session, ended first if its person may no longer be signed in. */
  sessionOf(caller: Caller, now: number): Session | undefined;
  sessionsOf(person: string): number;
  mayUseFile(caller: Caller, file: string, use: 'read' | 'write'): boolean;
  stage(file: string, kind: StageKind): Promise<Staged>;
  /** Logs a bug. */
  report(operation: string, error: unknown): void;
}

interface Asked {
  readonly tx: Kysely<Tables>;
  readonly caller: Caller;
  readonly session: Session | undefined;
  readonly viewer: Signed | null;
  readonly commandId: string;
  readonly now: number;
  readonly effects: Effects;
  readonly verdict: Verdict & { readonly allowed: true };
}

async function addJob(asked: Asked, id: string, job: NewJob): Promise<string> {
  await asked.tx
    .insertInto('jobs')
    .values({
      id,
      realm_id: job.realm,
      node_id: job.node,
      kind: job.kind,
      title: job.title,
      state: 'queued',
      person_id: asked.session?.person ?? '',
      command_id: asked.commandId,
      params: JSON.stringify(job.params),
      resume: null,
      result: null,
      subject_id: job.subject,
      done: 0,
      total: job.total,
      unit: job.unit,
      message: '',
      created_at: asked.now,
      started_at: null,
      ended_at: null,
    })
    .execute();
  asked.effects.newJobs.push(id);
  asked.effects.nouns.add('jobs');
  return id;
}

type Ask = Parameters<Context['checkAll']>[0][number];

async function checkAll(
  around: Surroundings,
  asked: Asked,
  asks: readonly Ask[],
): Promise<(Failure | null)[]> {
  const found = new Map<string, Promise<Location | undefined>>();
  const asking = {
    rights: around.rights,
    db: asked.tx,
    person: asked.session?.person ?? null,
    now: asked.now,
    find: (target: Target) => {
      const key = `${target.kind} ${target.id}`;
      const known = found.get(key) ?? locate(asked.tx, target);
      found.set(key, known);
      return known;
    },
  };
  const answers: (Failure | null)[] = [];
  for (const { operation: name, target } of asks) {
    const operation = findOperation(name);
    if (operation === undefined) {
      answers.push(fail('unknown-operation', 'There is no such operation.').error);
      continue;
    }
    const verdict = await authorize(asking, operation, [target]);
    answers.push(verdict.allowed ? null : verdict.error);
  }
  return answers;
}

type Explaining = Pick<Context, 'explain' | 'whoMay' | 'sees'>;

function explaining(around: Surroundings, { tx, session, now }: Asked): Explaining {
  const asking = { rights: around.rights, db: tx, person: session?.person ?? null, now };
  return {
    explain: (person, ask) => explainAct(asking, person, ask),
    whoMay: (ask) => whoMay(asking, ask),
    sees: (target) => locateSeen(asking, target),
  };
}

/** The context of one handler call. */
export function contextFor(around: Surroundings, asked: Asked): Context {
  const { session, now, effects, verdict } = asked;
  const person = session?.person;
  return {
    now,
    commandId: asked.commandId,
    actor: session === undefined ? null : { id: session.person, email: session.email },
    viewer: asked.viewer === null ? null : { id: asked.viewer.person, email: asked.viewer.email },
    targets: verdict.targets,
    minimal: verdict.minimal,
    folder: around.folder,
    secrets: around.secrets,
    passwords: around.passwords,
    stage: (file, kind) => around.stage(file, kind),
    rights: around.rights,
    newId: () => around.newId(),
    visible: (permission) =>
      person === undefined
        ? { nodes: [], own: null }
        : {
            ...around.rights.visible(person, permission, now),
            grants: conditionalGrants(around.rights, { person, permission, now }),
          },
    ...explaining(around, asked),
    check: async (operation, target) => (await checkAll(around, asked, [{ operation, target }]))[0] ?? null,
    checkAll: (asks) => checkAll(around, asked, asks),
    holds: (permission, node) =>
      person !== undefined && around.rights.allows({ person, permission, place: { node }, now }),
    mayUseFile: (file, use) => around.mayUseFile(asked.caller, file, use),
    sessionsOf: (id) => around.sessionsOf(id),
    addJob: (job) => addJob(asked, around.newId(), job),
    tellJob: (job, message) => void effects.jobMessages.push({ job, message }),
    endSessions: (id) => void effects.ended.push(id),
    signIn: (id) => {
      effects.session = id;
    },
    signOut: () => {
      effects.session = null;
    },
    view: (id) => {
      effects.viewing = id;
    },
    keep: () => {
      effects.keep = true;
    },
    touch: (...nouns) => {
      for (const noun of nouns) effects.nouns.add(noun);
    },
  };
}

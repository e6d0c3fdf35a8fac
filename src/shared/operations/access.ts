import { id } from '../ids.ts';
import { operation, TARGET_KINDS } from '../operation.ts';
import { isPermission } from '../policy/permissions.ts';
import { z } from '../zod.ts';
import { comparison, explanation, whatCan, whatIf, whoCan } from './access-answers.ts';

const person = () => id().optional().meta({ label: 'Person' });
const target = () => z.strictObject({ kind: z.enum(TARGET_KINDS), id: id() }).meta({ label: 'Record' });
const permission = () => z.string().max(120).refine(isPermission, 'There is no such permission.');
/** Which act is asked about: an operation, or a permission. */
const act = () => ({
  operation: z.string().max(80).optional().meta({ label: 'Operation' }),
  permission: permission().optional().meta({ label: 'Permission' }),
});

const packId = () => z.string().min(1).max(40);
const roleId = () => z.string().min(1).max(80);
const ids = () => z.array(id()).max(1000);
const time = () => z.number().int().nullable().default(null);

const draft = () =>
  z.strictObject({
    /** Assignments that would be given; without a person: to somebody who is not there yet. */
    add: z
      .array(
        z.strictObject({
          person: id().optional(),
          pack: packId(),
          role: roleId(),
          node: id(),
          from: time(),
          until: time(),
          lines: z.array(z.string().max(80)).max(500).optional(),
          products: z.array(z.string().max(80)).max(100).optional(),
          queues: z.array(z.string().max(80)).max(500).optional(),
        }),
      )
      .max(1000)
      .default([]),
    /** Assignments that would be taken away. */
    remove: ids().default([]),
    /** Packs that realms would run under: a version that is there, or one that is not kept yet. */
    packs: z
      .array(
        z.strictObject({
          realm: id(),
          pack: packId(),
          version: z.int().positive().optional(),
          /** In the pack format; checked as an import is. */
          body: z.unknown().optional(),
        }),
      )
      .max(20)
      .default([]),
    /** Cells of a role, by row id, as they would be in a realm. */
    cells: z
      .array(
        z.strictObject({
          realm: id(),
          role: roleId(),
          /** In the pack format. */
          cells: z.record(z.string(), z.unknown()),
        }),
      )
      .max(20)
      .default([]),
    move: z
      .array(z.strictObject({ node: id(), parent: id() }))
      .max(100)
      .default([]),
    archive: ids().default([]),
  });
export type AccessDraft = z.output<ReturnType<typeof draft>>;

const compared = () =>
  z.union([
    z.strictObject({ person: id() }),
    /** A role as it is in a realm, or in the built-in pack. */
    z.strictObject({ pack: packId(), role: roleId(), realm: id().optional() }),
  ]);
export type Compared = z.output<ReturnType<typeof compared>>;

/**
 * Questions about rights. Of oneself anybody may ask; of another person who may see both that person and their roles.
 * No answer tells of people, records or scopes that the asker may not see.
 */
export const accessOperations = {
  'access.check': operation({
    name: 'access.check',
    kind: 'query',
    title: 'Check what I may do',
    permission: 'signed-in',
    input: () =>
      z.strictObject({
        /** At most 500 questions: an operation and the record it would act on. */
        asks: z
          .array(z.strictObject({ operation: z.string().max(80), kind: z.string().max(40), id: id() }))
          .max(500),
      }),
    output: () =>
      z.array(
        z.strictObject({
          allowed: z.boolean(),
          reason: z.string().nullable(),
          message: z.string().nullable(),
        }),
      ),
    targets: () => [],
  }),
  'access.explain': operation({
    name: 'access.explain',
    kind: 'query',
    title: 'Explain a right',
    permission: 'signed-in',
    input: () => z.strictObject({ person: person(), ...act(), target: target() }),
    output: explanation,
    targets: () => [],
  }),
  'access.whoCan': operation({
    name: 'access.whoCan',
    kind: 'query',
    title: 'Who can do this',
    permission: 'signed-in',
    input: () => z.strictObject({ ...act(), target: target(), limit: z.int().min(1).max(1000).default(200) }),
    output: whoCan,
    targets: () => [],
  }),
  'access.whatCan': operation({
    name: 'access.whatCan',
    kind: 'query',
    title: 'What a person can do',
    permission: 'signed-in',
    input: () => z.strictObject({ person: person() }),
    output: whatCan,
    targets: () => [],
  }),
  'access.whatIf': operation({
    name: 'access.whatIf',
    kind: 'query',
    title: 'What a change would do',
    permission: 'signed-in',
    input: () => z.strictObject({ draft: draft(), limit: z.int().min(1).max(1000).default(200) }),
    output: whatIf,
    targets: () => [],
  }),
  'access.compare': operation({
    name: 'access.compare',
    kind: 'query',
    title: 'Compare rights',
    permission: 'signed-in',
    input: () => z.strictObject({ left: compared(), right: compared() }),
    output: comparison,
    targets: () => [],
  }),
};

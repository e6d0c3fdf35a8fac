import { z } from '../zod.ts';

/** One way in which a right is granted. What lies where the asker may not look has no node. */
const path = () =>
  z.strictObject({
    assignment: z.string(),
    role: z.string(),
    pack: z.string(),
    node: z.string().nullable(),
    nodeName: z.string().nullable(),
    /** The row of the document: its id, its section and its own words. */
    row: z.string(),
    section: z.string(),
    words: z.string(),
    /** In words; null: none. */
    condition: z.string().nullable(),
    /** Unix ms; null: no limit. */
    from: z.number().nullable(),
    until: z.number().nullable(),
    /** The whole of it, such as: As Support at "Server 1" (E, row E.Create.2: "Departments"). */
    sentence: z.string(),
  });
export type AccessPath = z.output<ReturnType<typeof path>>;

const namedRole = () => z.strictObject({ pack: z.string(), role: z.string() });
const namedNode = () => z.strictObject({ id: z.string(), name: z.string() });

const denial = () =>
  z.strictObject({
    /** See `Denial` in authz; `not-found`: there is no such record, or it is not the person's to see. */
    reason: z.string(),
    sentence: z.string(),
    /** Roles that grant it by their documents. */
    roles: z.array(namedRole()),
    /** Where it is held instead; only scopes that the asker knows. */
    nodes: z.array(namedNode()),
    condition: z.string().nullable(),
    state: z.string().nullable(),
    needed: z.array(z.string()),
    from: z.number().nullable(),
    until: z.number().nullable(),
    /** The cell of the document that says so. */
    row: z
      .strictObject({
        role: z.string(),
        row: z.string(),
        section: z.string(),
        words: z.string(),
        token: z.string(),
      })
      .nullable(),
  });
export type AccessDenial = z.output<ReturnType<typeof denial>>;

/** The answer to "may this person do this to that, and why". */
export const explanation = () =>
  z.strictObject({
    allowed: z.boolean(),
    /** The rights of which any one would do. */
    permissions: z.array(z.string()),
    sentence: z.string(),
    paths: z.array(path()),
    denial: denial().nullable(),
  });
export type Explanation = z.output<ReturnType<typeof explanation>>;

/** Who may do it: people whom the asker may see, and no hint of others. */
export const whoCan = () =>
  z.strictObject({
    permissions: z.array(z.string()),
    /** What the answer covers, and why it is empty where a state forbids the act to everybody. */
    sentence: z.string(),
    total: z.number(),
    people: z.array(
      z.strictObject({
        person: z.string(),
        name: z.string(),
        email: z.string(),
        /** May it, but sees no more of the record than its name and state (reading rule 9). */
        minimal: z.boolean(),
        paths: z.array(path()),
      }),
    ),
  });
export type WhoCan = z.output<ReturnType<typeof whoCan>>;

export const whatCan = () =>
  z.strictObject({
    person: z.string(),
    name: z.string(),
    active: z.boolean(),
    sentence: z.string(),
    rights: z.array(
      z.strictObject({
        permission: z.string(),
        words: z.string(),
        /** Operations that it guards. */
        operations: z.array(z.string()),
        holdings: z.array(
          z.strictObject({
            node: z.string(),
            nodeName: z.string(),
            condition: z.string().nullable(),
            sentence: z.string(),
            paths: z.array(path()),
          }),
        ),
      }),
    ),
  });
export type WhatCan = z.output<ReturnType<typeof whatCan>>;

const change = () =>
  z.strictObject({
    permission: z.string(),
    words: z.string(),
    /** The right is gained or lost over this scope and all below it. */
    node: z.string(),
    nodeName: z.string(),
    condition: z.string().nullable(),
  });
export type AccessChange = z.output<ReturnType<typeof change>>;

/** Who gains and who loses what: people and scopes that the asker may see. */
export const whatIf = () =>
  z.strictObject({
    /** How many people it changes; `people` may hold fewer. */
    total: z.number(),
    gained: z.number(),
    lost: z.number(),
    sentence: z.string(),
    people: z.array(
      z.strictObject({
        person: z.string(),
        name: z.string(),
        gained: z.array(change()),
        lost: z.array(change()),
      }),
    ),
  });
export type WhatIf = z.output<ReturnType<typeof whatIf>>;

const held = () =>
  z.strictObject({
    permission: z.string(),
    words: z.string(),
    /** Null where a role is compared: it is not given anywhere yet. */
    node: z.string().nullable(),
    nodeName: z.string().nullable(),
    condition: z.string().nullable(),
  });
export type AccessHeld = z.output<ReturnType<typeof held>>;

export const comparison = () =>
  z.strictObject({
    left: z.string(),
    right: z.string(),
    sentence: z.string(),
    onlyLeft: z.array(held()),
    onlyRight: z.array(held()),
    both: z.array(held()),
  });
export type Comparison = z.output<ReturnType<typeof comparison>>;

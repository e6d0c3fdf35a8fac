import { z } from './zod.ts';

/** The root of the scope tree: fixed, so that every console means the same node by it. */
export const PLATFORM_ID = '00000000-0000-7000-8000-000000000000';

/** A UUIDv7 (RFC 9562) in lower case. */
export const id = (): z.ZodUUID => z.uuid('That is not an id; copy it from a list.');

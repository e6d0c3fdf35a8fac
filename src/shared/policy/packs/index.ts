import type { Pack } from '../pack.ts';
import { consolePack } from './console.ts';
import { dialogPack } from './dialog.ts';

/** The packs that come with the product, in the format that an administrator can import. */
export const BUILT_IN_PACKS: readonly Pack[] = [consolePack, dialogPack];

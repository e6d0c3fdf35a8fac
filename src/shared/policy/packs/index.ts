import type { Pack } from '../pack.ts';
import { businessTextingPack } from './business-texting.ts';
import { consolePack } from './console.ts';
import { contactCentrePack } from './contact-centre.ts';
import { dialogPack } from './dialog.ts';
import { hostedPbxPack } from './hosted-pbx.ts';
import { pushToTalkPack } from './push-to-talk.ts';

/** The packs that come with the product, in the format that an administrator can import. */
export const BUILT_IN_PACKS: readonly Pack[] = [
  consolePack,
  pushToTalkPack,
  contactCentrePack,
  dialogPack,
  hostedPbxPack,
  businessTextingPack,
];

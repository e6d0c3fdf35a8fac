import { join } from 'node:path';
import type { exportScheduleOperations } from '#shared/operations/export-schedules.ts';
import type { exportOperations } from '#shared/operations/exports.ts';
import { fresh, type InputsOf, MISSING, type Place } from './place.ts';

const rawExport = (at: Place): Promise<string> =>
  at.missing ? Promise.resolve(at.ghost ?? MISSING) : at.make.rawExport(at.node, at.realm);

const schedule = (at: Place): Promise<string> =>
  at.missing ? Promise.resolve(at.ghost ?? MISSING) : at.make.schedule(at.node, at.realm, at.folder);

export const exportInputs: InputsOf<typeof exportOperations> = {
  'exports.files': async (at) => ({ id: await rawExport(at) }),
  'exports.list': ({ node }) => ({ node }),
  'exports.rawLog': (at) => ({ node: at.node, file: join(at.folder, `log-${fresh()}.csv`) }),
};

export const exportScheduleInputs: InputsOf<typeof exportScheduleOperations> = {
  'exportSchedules.create': (at) => ({ node: at.node, file: join(at.folder, `nightly-${fresh()}.csv`) }),
  'exportSchedules.list': ({ node }) => ({ node }),
  'exportSchedules.remove': async (at) => ({ id: await schedule(at), version: 1 }),
  'exportSchedules.run': async (at) => ({ id: await schedule(at), day: '2026-05-01' }),
};

import type * as Electron from 'electron';
import { record } from './record.ts';

type Members =
  | 'start'
  | 'addExtraParameter'
  | 'removeExtraParameter'
  | 'getUploadToServer'
  | 'setUploadToServer'
  | 'getParameters';

const parameters: Record<string, string> = {};

/** `crashReporter`: nothing is reported to anyone. */
export const crashReporter: Pick<Electron.CrashReporter, Members> = {
  start: (options) => record('crashReporter.start', options),
  addExtraParameter(key: string, value: string): void {
    parameters[key] = value;
  },
  removeExtraParameter(key: string): void {
    delete parameters[key];
  },
  getParameters: () => ({ ...parameters }),
  getUploadToServer: () => false,
  setUploadToServer: () => undefined,
};

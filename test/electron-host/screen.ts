import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { loud } from './loud.ts';

type Members =
  | 'getPrimaryDisplay'
  | 'getAllDisplays'
  | 'getDisplayMatching'
  | 'getDisplayNearestPoint'
  | 'getCursorScreenPoint';

const size = { width: 1920, height: 1080 };
const rectangle = { x: 0, y: 0, ...size };

/** The one display that the host knows: a usual size, as the true one can't be asked for without a window. */
const display = loud(
  {
    id: 1,
    label: 'Display',
    bounds: rectangle,
    workArea: rectangle,
    size,
    workAreaSize: size,
    scaleFactor: 1,
    rotation: 0,
    internal: false,
    detected: true,
  } satisfies Partial<Electron.Display>,
  'Display',
) as unknown as Electron.Display;

class HostScreen extends EventEmitter implements Pick<Electron.Screen, Members> {
  getPrimaryDisplay(): Electron.Display {
    return display;
  }

  getAllDisplays(): Electron.Display[] {
    return [display];
  }

  getDisplayMatching(): Electron.Display {
    return display;
  }

  getDisplayNearestPoint(): Electron.Display {
    return display;
  }

  getCursorScreenPoint(): Electron.Point {
    return { x: 0, y: 0 };
  }
}

/** The `screen` of this process. */
export const screen = new HostScreen();

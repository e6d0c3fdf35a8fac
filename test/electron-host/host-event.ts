import type * as Electron from 'electron';

/** Electron's event object: the given values, and `preventDefault` which the emitter asks about afterwards. */
export function hostEvent<P extends object>(params: P): Electron.Event<P> {
  let prevented = false;
  const event = {
    preventDefault() {
      prevented = true;
    },
    get defaultPrevented() {
      return prevented;
    },
  };
  return Object.defineProperties(event, Object.getOwnPropertyDescriptors(params)) as Electron.Event<P>;
}

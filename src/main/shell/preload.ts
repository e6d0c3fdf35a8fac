import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import type { Bridge, ServiceEvent } from '#shared/events.ts';
import type { Reply } from '#shared/reply.ts';
import { EVENT_CHANNEL, INVOKE_CHANNEL } from './channels.ts';

const bridge: Bridge = {
  invoke: (operation, input) =>
    ipcRenderer.invoke(INVOKE_CHANNEL, operation, input) as Promise<Reply<unknown>>,
  subscribe: (listener) => {
    const heard = (_event: IpcRendererEvent, event: ServiceEvent): void => listener(event);
    ipcRenderer.on(EVENT_CHANNEL, heard);
    return () => void ipcRenderer.removeListener(EVENT_CHANNEL, heard);
  },
};

contextBridge.exposeInMainWorld('rolecall', bridge);

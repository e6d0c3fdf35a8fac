import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { record } from './record.ts';

type Members = 'show' | 'close' | 'title' | 'body' | 'subtitle' | 'silent';

/** `Notification`: recorded, not shown. */
export class HostNotification extends EventEmitter implements Pick<Electron.Notification, Members> {
  title: string;
  body: string;
  subtitle: string;
  silent: boolean;

  static isSupported(): boolean {
    return false;
  }

  constructor(options: Electron.NotificationConstructorOptions = {}) {
    super();
    this.title = options.title ?? '';
    this.body = options.body ?? '';
    this.subtitle = options.subtitle ?? '';
    this.silent = options.silent ?? false;
  }

  show(): void {
    record('Notification.show', { title: this.title, body: this.body });
    this.emit('show');
  }

  close(): void {
    this.emit('close');
  }
}

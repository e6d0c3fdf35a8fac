import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';

type Members = 'getSystemIdleState' | 'getSystemIdleTime' | 'isOnBatteryPower' | 'onBatteryPower';

/** `powerMonitor`: silent by itself; specs emit its events. */
class HostPowerMonitor extends EventEmitter implements Pick<Electron.PowerMonitor, Members> {
  readonly onBatteryPower = false;

  getSystemIdleState(): 'active' {
    return 'active';
  }

  getSystemIdleTime(): number {
    return 0;
  }

  isOnBatteryPower(): boolean {
    return false;
  }
}

/** The `powerMonitor` of this process. */
export const powerMonitor = new HostPowerMonitor();

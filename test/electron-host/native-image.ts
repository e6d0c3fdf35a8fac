import type * as Electron from 'electron';
import { loud } from './loud.ts';

type Members = 'toPNG' | 'toDataURL' | 'getSize' | 'isEmpty' | 'getAspectRatio';

class HostImage implements Pick<Electron.NativeImage, Members> {
  private readonly png: Buffer;

  constructor(png: Buffer) {
    this.png = png;
  }

  toPNG(): Buffer {
    return this.png;
  }

  toDataURL(): string {
    return `data:image/png;base64,${this.png.toString('base64')}`;
  }

  getSize(): Electron.Size {
    // Width and height stand at fixed places in a PNG's first chunk.
    if (this.isEmpty()) return { width: 0, height: 0 };
    return { width: this.png.readUInt32BE(16), height: this.png.readUInt32BE(20) };
  }

  getAspectRatio(): number {
    const { width, height } = this.getSize();
    return height === 0 ? 1 : width / height;
  }

  isEmpty(): boolean {
    return this.png.length < 24;
  }
}

/** An image that Chromium captured. */
export function imageFromPng(png: Buffer): Electron.NativeImage {
  return loud(new HostImage(png), 'NativeImage') as unknown as Electron.NativeImage;
}

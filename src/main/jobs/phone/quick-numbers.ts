import type { PhoneRules } from './normalise.ts';

export class QuickNumbers {
  number = 0;
  traits = 0;
  readonly #rules: PhoneRules;
  readonly #region: string;
  constructor(rules: PhoneRules, region: string) {
    this.#rules = rules;
    this.#region = region;
  }
  read(bytes: Uint8Array, from: number, to: number): boolean {
    const verdict = this.#rules.normalise(Buffer.from(bytes.subarray(from, to)).toString(), this.#region);
    if (verdict.outcome !== 'number' || verdict.digits.length > 15) return false;
    this.number = Number(verdict.digits);
    this.traits = verdict.traits;
    return true;
  }
}

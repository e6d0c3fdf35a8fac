import type { PhoneRules } from '../phone/normalise.ts';
import { eachRecord } from './records.ts';
import { type RowBatch, RowPacker } from './row-packer.ts';
import type { RowPlan } from './row-reader.ts';
import type { Opened } from './source.ts';

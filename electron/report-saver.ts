import type { Dialog } from 'electron';
import type { EngineBridge } from '../core/contract.ts';
import { done, notDone, type ShellHandlers } from '../core/shell-kit.ts';

export type ReportSaver = ShellHandlers['saveReport'];

export interface ReportSaverParts {
  readonly engine: Pick<EngineBridge, 'call'>;
  readonly dialog: Pick<Dialog, 'showSaveDialog'>;
  readonly write: (path: string, bytes: Uint8Array) => Promise<void>;
}

/** Saves a report where the person says. The engine makes it and the dialog names the file: a screen supplies neither. */
export function createReportSaver({ engine, dialog, write }: ReportSaverParts): ReportSaver {
  return async (wish) => {
    const packed = await engine.call('packReport', wish);
    if (!packed.ok) return packed;
    const { name, base64 } = packed.value;
    const { canceled, filePath } = await dialog.showSaveDialog({
      defaultPath: name,
      filters: [{ name: 'ZIP', extensions: ['zip'] }],
    });
    if (canceled || filePath === '') return done({ outcome: 'cancelled' });
    try {
      await write(filePath, Buffer.from(base64, 'base64'));
    } catch {
      return notDone('cannot-save');
    }
    return done({ outcome: 'saved' });
  };
}

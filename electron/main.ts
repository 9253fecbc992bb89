import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import { beginProgram } from './begin.ts';
import { dutyOf } from './duty.ts';
import { windowFolder } from './places.ts';

if (dutyOf(process.argv) === null) beginProgram();
else {
  // Neither a window nor the running program's files: only what is needed to end in good order.
  const folder = join(windowFolder(process.env, app.getPath('appData')), 'guard');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  app.setPath('userData', folder);
  app.disableHardwareAcceleration();
  app.dock?.hide();
  // Loaded here alone: it holds a part of the engine.
  require(join(__dirname, 'guard.cjs'));
}

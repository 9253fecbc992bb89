import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface SessionBus {
  /** For DBUS_SESSION_BUS_ADDRESS. */
  readonly address: string;
  stop(): Promise<void>;
}

/** A session bus of its own, as a desktop has one. Rejects where `dbus-daemon` does not start. */
export async function startSessionBus(env: NodeJS.ProcessEnv): Promise<SessionBus> {
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const kill = () => bus.kill('SIGKILL');
  process.once('exit', kill);
  const ended = once(bus, 'exit');
  const [chunk]: unknown[] = await Promise.race([
    once(bus.stdout, 'data'),
    ended.then(() => Promise.reject(new Error('dbus-daemon ended'))),
  ]);
  return {
    address: String(chunk).trim(),
    async stop() {
      process.off('exit', kill);
      bus.kill();
      await ended;
    },
  };
}

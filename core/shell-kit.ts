/** What shells do alike: pages, names of systems, answering commands, being the only one, Ctrl-C. */
export {
  answerCommand,
  done,
  isCommandName,
  notDone,
  type ShellHandlers,
} from './shell-kit/commands.ts';
export { isSameSecret } from './shell-kit/constant-time.ts';
export { endOthers } from './shell-kit/end-others.ts';
export {
  type Claim,
  type ClaimOptions,
  claimInstance,
  isProcessAlive,
  killProcess,
  type Spot,
} from './shell-kit/instance.ts';
export { createInstanceAnswer } from './shell-kit/instance-request.ts';
export { interruption } from './shell-kit/interruption.ts';
export { pageUrl } from './shell-kit/pages.ts';
export { platformName } from './shell-kit/platform-name.ts';
export { openTerminalDoor } from './shell-kit/terminal-door.ts';
export { readWebApps, type WebApp } from './shell-kit/web-apps.ts';

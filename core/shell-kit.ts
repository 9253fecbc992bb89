/** What shells do alike: pages, names of systems, answering commands, Ctrl-C. */
export {
  answerCommand,
  done,
  isCommandName,
  notDone,
  type ShellHandlers,
} from './shell-kit/commands.ts';
export { interruption } from './shell-kit/interruption.ts';
export { pageUrl } from './shell-kit/pages.ts';
export { platformName } from './shell-kit/platform-name.ts';
export { readWebApps, type WebApp } from './shell-kit/web-apps.ts';

/** What shells do alike: pages, apps' links, names of systems, answering commands, Ctrl-C. */
export { appLink } from './shell-kit/app-link.ts';
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

import type { SettingsDriver } from '../settings/driver.ts';
import type { WebView2Options } from './webview2/arguments.ts';
import { createWebView2Policy } from './webview2/policy.ts';
import { createWebView2Variable } from './webview2/variable.ts';

/**
 * Where an app of this system has settings of its own that we may change, gentlest first: the first that can be written is
 * enough. Without a program they only put back.
 */
export function appDrivers(options: WebView2Options): readonly SettingsDriver[] {
  if (options.platform !== 'win32') return [];
  return [createWebView2Policy(options), createWebView2Variable(options)];
}

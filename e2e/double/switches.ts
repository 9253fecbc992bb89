/** What the program wants Chromium to be started with: given to those that stand in for it. */
export const chromiumSwitches: string[] = [];

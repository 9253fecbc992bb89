import type { Scene, Scenes } from './scene.ts';

const FILES = import.meta.glob<Scenes>('./scenes/*.ts', { import: 'scenes', eager: true });

/** Every scene of every file in scenes/, by name. */
export const SCENES: ReadonlyMap<string, Scene> = new Map(
  Object.values(FILES).flatMap((scenes) => Object.entries(scenes)),
);

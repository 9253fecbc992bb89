/** Where an engine is to listen, and whom it lets in. */
export interface EngineDoor {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
}

/** Quad9, asked inside a tunnel whose link names nobody else. */
export const ANYONES_DNS = '9.9.9.9';

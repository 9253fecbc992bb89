/** Where an engine is to listen, and whom it lets in. */
export interface EngineDoor {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: string;
}

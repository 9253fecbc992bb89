/** The one schema of commands, events and state that every shell and screen uses. */
export type { Bridge, EngineBridge, EngineStart } from './contract/bridge.ts';
export {
  type About,
  type Answer,
  type Arguments,
  COMMANDS,
  type CommandError,
  type CommandName,
  type EngineCommand,
  type Outcome,
  type ShellCommand,
} from './contract/commands.ts';
export { type EngineEvent, EventSchema } from './contract/events.ts';
export type { HandOverPlaces, HandOverState } from './contract/hand-over.ts';
export type { FindingView, NetworkFinding, OutageView, TransportView, UplinkView } from './contract/parts.ts';
export type { GivenProgramView, KeptProgram } from './contract/programs.ts';
export type { CloserLook, Past, ReportPreview, ReportWish } from './contract/report.ts';
export type { LinkProblem, ListProposal, Proposal } from './contract/servers.ts';
export { SHARE_OFF, type ShareView } from './contract/share.ts';
export { isOpen, isOpenPurpose } from './contract/standing.ts';
export {
  COMPUTER_PROBLEMS,
  type ComputerView,
  type Doing,
  type KnownState,
  type ListView,
  type MessengerState,
  type Phase,
  type PurposeState,
  type SettingsView,
  STREAM_LENGTH,
  type State,
  StateSchema,
  type StreamItem,
  StreamItemSchemas,
  type StreamName,
  type Trouble,
  type Way,
  type WayTest,
} from './contract/state.ts';
export {
  LONGEST_MESSAGE,
  PAGE_CLOSED,
  type PageMessage,
  PageMessageSchema,
  type ServerMessage,
  ServerMessageSchema,
} from './contract/web-messages.ts';
export { TEXT_SIZES, THEMES } from './model/appearance.ts';
export { PROXY_MODES, type ProxyMode } from './model/computer.ts';
export type { ContactGroup } from './model/contacts.ts';
export { type HiddenKind, REPORT_PARTS, type ReportPart } from './model/report.ts';
export type { WantedProgram } from './model/sidecar.ts';

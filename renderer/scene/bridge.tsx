import { classes } from '../components/classes.ts';
import { archPath, deckAt, laidPlanks, PLANKS, type Plank } from './planks.ts';

export type Stage = 'off' | 'searching' | 'works' | 'blocked';

const POSTS = [80, 128, 176, 304, 352, 400] as const;
const GAP_POSTS = [216, 264] as const;
const LAMPS = [80, 400] as const;

export interface BridgeProps {
  readonly stage: Stage;
  /** How much of the way is found, 0 to 1. */
  readonly part: number;
}

const turned = ({ x, y, degrees }: Pick<Plank, 'x' | 'y' | 'degrees'>) =>
  `translate(${x.toFixed(1)} ${y.toFixed(1)}) rotate(${degrees.toFixed(1)})`;

function PlankShape({ plank, laid }: { readonly plank: Plank; readonly laid: number }) {
  const isLaid = plank.missing === null || plank.missing < laid;
  return (
    <rect
      x={-10.2}
      y={-2.5}
      width={20.4}
      height={7}
      rx={1.2}
      transform={turned(plank)}
      className={classes(isLaid ? 'plank' : 'ghost', plank.missing !== null && isLaid && 'fresh')}
    />
  );
}

function Post({ at }: { readonly at: number }) {
  const { x, y } = deckAt(at);
  return <path d={`M${x} ${y + 4}V${y - 22}`} className="post" />;
}

function Lamp({ at, isLit }: { readonly at: number; readonly isLit: boolean }) {
  const { x, y } = deckAt(at);
  return (
    <g className={isLit ? 'lit' : undefined}>
      <circle cx={x} cy={y - 36} r={17} className="glow" />
      <path d={`M${x} ${y + 4}V${y - 28}`} className="post" />
      <circle cx={x} cy={y - 35} r={6.5} className="lamp" />
    </g>
  );
}

function Land() {
  return (
    <>
      <circle cx="336" cy="74" r="27" className="sun" />
      <path d="M0 128Q70 84 150 116T300 104T480 118V176H0Z" className="far" />
      <rect x="0" y="160" width="480" height="90" className="water" />
      <path d="M0 190Q120 180 240 192T480 188V250H0Z" className="deep" />
      <g className="glints">
        <path d="M150 176h34M206 184h20M270 175h28M312 186h18" />
        <path d="M128 206h26M216 212h42M322 208h30M182 228h24M286 232h34" />
      </g>
      <path d="M0 138Q48 140 84 158Q106 170 112 250H0Z" className="near" />
      <path d="M480 136Q430 140 396 158Q374 170 366 250H480Z" className="near" />
    </>
  );
}

/** The footbridge: whole where there is a way, with a gap where there is none. `label` says so in words; null hides it. */
export function Bridge({ stage, part, label }: BridgeProps & { readonly label: string | null }) {
  const laid = stage === 'works' ? laidPlanks(1) : laidPlanks(Math.min(part, 0.99));
  const isWhole = stage === 'works';
  return (
    <svg
      viewBox="0 0 480 236"
      preserveAspectRatio="xMidYMax slice"
      className={classes('bridge', stage)}
      role="img"
      aria-label={label ?? undefined}
      aria-hidden={label === null}
    >
      <Land />
      <path
        d={isWhole ? archPath(64, 416, -8) : `${archPath(64, 166, -8)}${archPath(314, 416, -8)}`}
        className="beam"
      />
      {POSTS.map((at) => (
        <Post key={at} at={at} />
      ))}
      {isWhole && GAP_POSTS.map((at) => <Post key={at} at={at} />)}
      <path
        d={isWhole ? archPath(80, 400, 21) : `${archPath(80, 178, 21)}${archPath(302, 400, 21)}`}
        className="rail"
      />
      {PLANKS.map((plank) => (
        <PlankShape key={plank.x} plank={plank} laid={laid} />
      ))}
      {LAMPS.map((at) => (
        <Lamp key={at} at={at} isLit={isWhole} />
      ))}
    </svg>
  );
}

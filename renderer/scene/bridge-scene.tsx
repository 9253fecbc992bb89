import { classes } from '../components/classes.ts';
import { useT } from '../i18n/context.ts';
import style from './bridge-scene.module.css';
import { archPath, deckAt, laidPlanks, PLANKS, type Plank } from './planks.ts';

export type Stage = 'off' | 'searching' | 'works' | 'blocked';

const POSTS = [80, 128, 176, 304, 352, 400] as const;
const GAP_POSTS = [216, 264] as const;
const LAMPS = [80, 400] as const;

interface SceneProps {
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
      className={classes(isLaid ? style.plank : style.ghost, plank.missing !== null && isLaid && style.fresh)}
    />
  );
}

function Post({ at }: { readonly at: number }) {
  const { x, y } = deckAt(at);
  return <path d={`M${x} ${y + 4}V${y - 22}`} className={style.post} />;
}

function Lamp({ at, isLit }: { readonly at: number; readonly isLit: boolean }) {
  const { x, y } = deckAt(at);
  return (
    <g className={isLit ? style.lit : undefined}>
      <circle cx={x} cy={y - 36} r={17} className={style.glow} />
      <path d={`M${x} ${y + 4}V${y - 28}`} className={style.post} />
      <circle cx={x} cy={y - 35} r={6.5} className={style.lamp} />
    </g>
  );
}

function Land() {
  return (
    <>
      <circle cx="336" cy="74" r="27" className={style.sun} />
      <path d="M0 128Q70 84 150 116T300 104T480 118V176H0Z" className={style.far} />
      <rect x="0" y="160" width="480" height="90" className={style.water} />
      <path d="M0 190Q120 180 240 192T480 188V250H0Z" className={style.deep} />
      <g className={style.glints}>
        <path d="M150 176h34M206 184h20M270 175h28M312 186h18" />
        <path d="M128 206h26M216 212h42M322 208h30M182 228h24M286 232h34" />
      </g>
      <path d="M0 138Q48 140 84 158Q106 170 112 250H0Z" className={style.near} />
      <path d="M480 136Q430 140 396 158Q374 170 366 250H480Z" className={style.near} />
    </>
  );
}

/** The footbridge: whole where there is a way, with a gap where there is none. It says so in words, too. */
export function BridgeScene({ stage, part }: SceneProps) {
  const t = useT();
  const laid = stage === 'works' ? laidPlanks(1) : laidPlanks(Math.min(part, 0.99));
  const isWhole = stage === 'works';
  return (
    <svg
      viewBox="0 0 480 236"
      preserveAspectRatio="xMidYMax slice"
      className={classes(style.scene, style[stage])}
      role="img"
      aria-label={t(`home.scene-${stage}`)}
    >
      <Land />
      <path
        d={isWhole ? archPath(64, 416, -8) : `${archPath(64, 166, -8)}${archPath(314, 416, -8)}`}
        className={style.beam}
      />
      {POSTS.map((at) => (
        <Post key={at} at={at} />
      ))}
      {isWhole && GAP_POSTS.map((at) => <Post key={at} at={at} />)}
      <path
        d={isWhole ? archPath(80, 400, 21) : `${archPath(80, 178, 21)}${archPath(302, 400, 21)}`}
        className={style.rail}
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

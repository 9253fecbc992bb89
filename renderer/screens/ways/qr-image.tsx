import style from './qr-image.module.css';
import type { QrPicture } from './qr-path.ts';

/** A QR picture, black on white in every theme: readers want it so. */
export function QrImage({
  picture: { size, path },
  label,
}: {
  readonly picture: QrPicture;
  readonly label: string;
}) {
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className={style.picture}
    >
      <rect width={size} height={size} className={style.ground} />
      <path d={path} className={style.squares} />
    </svg>
  );
}

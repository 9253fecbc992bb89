/** A window with its title bar. */
export function Window({ x, y, width, height, isFaint = false }: WindowProps) {
  return (
    <g>
      <rect x={x} y={y} width={width} height={height} rx="8" className={isFaint ? 'faint' : 'sheet'} />
      <path d={`M${x} ${y + 16}h${width}`} className={isFaint ? 'faint' : 'line'} />
      {[0, 8, 16].map((step) => (
        <circle key={step} cx={x + 10 + step} cy={y + 8} r="2.4" className="bar" />
      ))}
    </g>
  );
}

interface WindowProps {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly isFaint?: boolean;
}

/** A hand's arrow that points to what is to be pressed. */
export function Pointer({ x, y }: Place) {
  return (
    <path d="M0 0v17l4.4-3.8 3 7 3.6-1.6-3-6.8 5.6-.6Z" transform={`translate(${x} ${y})`} className="hand" />
  );
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** A key of the keyboard; what stands on it is a label. */
export function Key({ x, y, width }: Place & { readonly width: number }) {
  return (
    <g>
      <rect x={x} y={y + 3} width={width} height="24" rx="5" className="bar" />
      <rect x={x} y={y} width={width} height="24" rx="5" className="sheet" />
    </g>
  );
}

export function Phone({ x, y }: Place) {
  return (
    <g>
      <rect x={x} y={y} width="42" height="76" rx="8" className="sheet" />
      <path d={`M${x + 16} ${y + 70}h10`} className="line" />
    </g>
  );
}

/** The square picture that a phone reads. */
export function Code({ x, y }: Place) {
  return (
    <g transform={`translate(${x} ${y})`}>
      <rect width="44" height="44" rx="3" className="sheet" />
      {['M5 5h12v12h-12z', 'M27 5h12v12h-12z', 'M5 27h12v12h-12z'].map((corner) => (
        <path key={corner} d={corner} className="ink" />
      ))}
      <path
        d="M21 6h3v6h-3zM21 21h5v5h-5zM30 22h9v4h-9zM27 30h5v9h-5zM35 31h4v4h-4zM6 21h9v3h-9z"
        className="ink"
      />
    </g>
  );
}

/** Lines that stand for words. */
export function Words({ x, y, lengths }: Place & { readonly lengths: readonly number[] }) {
  return lengths.map((length, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: drawn lines never change places
    <rect key={`${row}:${length}`} x={x} y={y + row * 9} width={length} height="4" rx="2" className="bar" />
  ));
}

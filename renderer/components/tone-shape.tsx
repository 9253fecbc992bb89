import type { Tone } from './tone.ts';
import style from './tone-shape.module.css';

/** Each tone has an outline of its own, so that no colour is needed to tell them apart. */
const SHAPES: Readonly<Record<Tone, React.ReactNode>> = {
  works: (
    <>
      <circle cx="12" cy="12" r="11" className={style.body} />
      <path d="m7 12.5 3.4 3.4L17.2 9" className={style.mark} />
    </>
  ),
  found: (
    <>
      <path
        d="M1.2 21V12.2a10.8 10.8 0 0 1 21.6 0V21a1 1 0 0 1-1 1H2.2a1 1 0 0 1-1-1Z"
        className={style.body}
      />
      <path d="M7.6 22v-8.6a4.4 4.4 0 0 1 8.8 0V22" className={style.mark} />
    </>
  ),
  partly: (
    <>
      <path d="M12 1.6 22.8 21a1 1 0 0 1-.9 1.5H2.1a1 1 0 0 1-.9-1.5Z" className={style.body} />
      <path d="M12 9v6.2M12 18.6v.2" className={style.mark} />
    </>
  ),
  blocked: (
    <>
      <path d="M7.6 1.2h8.8l6.4 6.4v8.8l-6.4 6.4H7.6l-6.4-6.4V7.6Z" className={style.body} />
      <path d="m8.2 8.2 7.6 7.6m0-7.6-7.6 7.6" className={style.mark} />
    </>
  ),
  busy: (
    <>
      <circle cx="12" cy="12" r="9.5" className={style.track} />
      <path d="M12 2.5a9.5 9.5 0 0 1 9.5 9.5" className={style.runner} />
    </>
  ),
  rest: <circle cx="12" cy="12" r="9" className={style.hollow} />,
  info: (
    <>
      <rect x="1.5" y="1.5" width="21" height="21" rx="6" className={style.body} />
      <path d="M12 11v6M12 7v.2" className={style.mark} />
    </>
  ),
};

/** The shape of a tone, in its colour where a tone class stands around it. */
export function ToneShape({ tone }: { readonly tone: Tone }) {
  return (
    <svg viewBox="0 0 24 24" className={style.shape} aria-hidden="true" data-tone={tone}>
      {SHAPES[tone]}
    </svg>
  );
}

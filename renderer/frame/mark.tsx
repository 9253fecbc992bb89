import style from './mark.module.css';

/** The sign of Footbridge: an arch over two waves. */
export function Mark() {
  return (
    <svg viewBox="0 0 32 32" className={style.mark} aria-hidden="true">
      <rect width="32" height="32" rx="9" className={style.ground} />
      <path d="M4.5 18.5Q16 6.5 27.5 18.5" className={style.arch} />
      <path d="M9.6 14.4v6M16 12.6v7.8M22.4 14.4v6" className={style.posts} />
      <path d="M6 24.4q2.5-2 5 0t5 0t5 0t5 0" className={style.wave} />
    </svg>
  );
}

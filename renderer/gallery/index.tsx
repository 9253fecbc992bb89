/** All scenes as links, for people. */
export function Index({ names }: { readonly names: readonly string[] }) {
  return (
    <main>
      <h1>Gallery</h1>
      <ul>
        {names.map((name) => (
          <li key={name}>
            <a href={`?scene=${name}`} data-scene={name}>
              {name}
            </a>{' '}
            · <a href={`?scene=${name}&theme=dark`}>dark</a> · <a href={`?scene=${name}&lang=fa`}>fa</a> ·{' '}
            <a href={`?scene=${name}&lang=en-XB`}>en-XB</a>
          </li>
        ))}
      </ul>
    </main>
  );
}

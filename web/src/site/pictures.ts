/** Pictures within pages: what draws them is large, so it is loaded when the first of them is opened. */

/** Load what draws them, as the page says where it is; where it cannot be had, the link in each remains. */
export function showPicturesWhenOpened(page: Document): void {
  const places = [...page.querySelectorAll<HTMLDetailsElement>("details[data-picture][data-script]")];
  const load = (event: Event): void => {
    for (const place of places) place.removeEventListener("toggle", load);
    const { script = "" } = (event.currentTarget as HTMLElement).dataset;
    import(/* @vite-ignore */ script).catch(() => undefined);
  };
  for (const place of places) place.addEventListener("toggle", load);
}

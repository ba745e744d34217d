/** Colours of surfaces: one perceptual ramp (viridis, light to dark, told apart by the colour-blind and in print); uncertainty is grey, not a second colour. */
const RAMP = ['#fde725', '#90d743', '#35b779', '#21918c', '#31688e', '#443983', '#440154'] as const;
const GREYS = ['#ffffff', '#f0f1f2', '#e0e3e5', '#ced3d6', '#bac1c5', '#a5adb2', '#8d979d'] as const;

/** One colour per band, lowest first. */
export function bandColors(bands: number, show: string): string[] {
  const ramp = show === 'deviation' ? GREYS : RAMP;
  return Array.from({ length: bands }, (_, i) => ramp[bands < 2 ? 0 : Math.round((i * (ramp.length - 1)) / (bands - 1))] ?? ramp[0]);
}

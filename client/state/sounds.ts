/** Two short sounds for hands that hold bottles and eyes that are elsewhere: done, and not done. */

let context: AudioContext | null = null;

function tone(audio: AudioContext, frequencyHz: number, startS: number, lengthS: number): void {
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  oscillator.frequency.value = frequencyHz;
  gain.gain.setValueAtTime(0.12, audio.currentTime + startS);
  gain.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + startS + lengthS);
  oscillator.connect(gain).connect(audio.destination);
  oscillator.start(audio.currentTime + startS);
  oscillator.stop(audio.currentTime + startS + lengthS);
}

/** @param kind `done` is one high tone, `error` two low ones: told apart without looking */
export function sound(kind: 'done' | 'error'): void {
  try {
    context ??= new AudioContext();
    void context.resume();
    if (kind === 'done') tone(context, 1320, 0, 0.09);
    else for (const start of [0, 0.2]) tone(context, 220, start, 0.16);
  } catch {
    // No sound device: what happened is on the screen as well.
    context = null;
  }
}

/** A person's name in another case, width or spacing is the same name. */
export const foldName = (name: string): string => name.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, '');

/** Names of analytes by their ids, as the tables and sentences of a page need them. */
import { useCallback } from 'react';
import { useAnalytes } from '../api/useRecords.ts';
import { useName } from './useLanguage.ts';

/** @returns a function from an id to the name in the language of the screen; the id itself while the list is not read yet */
export function useAnalyteName(): (id: string) => string {
  const { data } = useAnalytes();
  const name = useName();
  return useCallback(
    (id) => {
      const analyte = data?.find((one) => one.id === id);
      return analyte === undefined ? id : name(analyte);
    },
    [data, name],
  );
}

/** Words in English that every first page needs, as one chunk; those of the rooms are in en.rooms.ts. */
export default import.meta.glob<Record<string, unknown>>('./en/{common,errors,session,today,words}.json', { eager: true, import: 'default' });

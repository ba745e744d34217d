/** Words in Chinese that every first page needs, as one chunk; those of the rooms are in zh-CN.rooms.ts. */
export default import.meta.glob<Record<string, unknown>>('./zh-CN/{common,errors,session,today,words}.json', { eager: true, import: 'default' });

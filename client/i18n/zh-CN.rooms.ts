/** Words in Chinese of the rooms behind the first page, as one chunk. */
export default import.meta.glob<Record<string, unknown>>(['./zh-CN/*.json', '!./zh-CN/{common,errors,session,today,words}.json'], { eager: true, import: 'default' });

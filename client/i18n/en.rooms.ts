/** Words in English of the rooms behind the first page, as one chunk. */
export default import.meta.glob<Record<string, unknown>>(['./en/*.json', '!./en/{common,errors,session,today,words}.json'], { eager: true, import: 'default' });

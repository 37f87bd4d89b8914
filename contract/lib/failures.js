/** A reporter for `node --test`: a line for each scenario that failed, its file and its name as a pattern, with a tab between. */
export default async function* failures(events) {
  for await (const { type, data } of events) {
    if (type === 'test:fail' && data.nesting === 0) {
      yield `${data.file}\t^${data.name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$\n`
    }
  }
}

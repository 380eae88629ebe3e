// Reads the parts of a compiled Move module that the tool needs: the table directory, the modules it
// names and its metadata. Layout: magic, version, table count, (kind, offset, length) per table, contents.

const MODULE_HANDLES = 0x1;
const IDENTIFIERS = 0x7;
const ADDRESSES = 0x8;
const METADATA = 0x10;
const ADDRESS_LENGTH = 32;

export class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }
  u8() {
    return this.bytes[this.at++];
  }
  uleb() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.u8();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }
  take(length) {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
  get done() {
    return this.at >= this.bytes.length;
  }
}

function uleb(value) {
  const out = [];
  do {
    out.push((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
    value >>>= 7;
  } while (value > 0);
  return Buffer.from(out);
}

const sized = (bytes) => Buffer.concat([uleb(bytes.length), bytes]);

export function parse(module) {
  const reader = new Reader(module);
  const prefix = reader.take(8); // magic and version word
  const tables = [];
  for (let count = reader.u8(); count > 0; count--) {
    tables.push({ kind: reader.u8(), offset: reader.uleb(), length: reader.uleb() });
  }
  const start = reader.at;
  let end = start;
  for (const table of tables) {
    table.content = module.subarray(start + table.offset, start + table.offset + table.length);
    end = Math.max(end, start + table.offset + table.length);
  }
  return { prefix, tables, tail: module.subarray(end) };
}

function write({ prefix, tables, tail }) {
  const headers = [Buffer.from([tables.length])];
  let offset = 0;
  for (const { kind, content } of tables) {
    headers.push(Buffer.from([kind]), uleb(offset), uleb(content.length));
    offset += content.length;
  }
  return Buffer.concat([prefix, ...headers, ...tables.map((table) => table.content), tail]);
}

export function entries(parsed, kind, read) {
  const table = parsed.tables.find((candidate) => candidate.kind === kind);
  const out = [];
  if (table) for (const reader = new Reader(table.content); !reader.done; ) out.push(read(reader));
  return out;
}

/**
 * The compiler is built for another chain: it writes the attributes of views and events and the names of
 * abort codes under that chain's metadata key. The layout is the one of `aptos::metadata_v1`, so only the
 * key changes. The compiler's own version note is dropped: it says nothing to a chain.
 */
export function normalizeMetadata(module) {
  const parsed = parse(module);
  const kept = entries(parsed, METADATA, (reader) => ({
    key: reader.take(reader.uleb()).toString(),
    value: reader.take(reader.uleb()),
  }))
    .filter(({ key }) => key !== 'compilation_metadata')
    .map(({ key, value }) => ({ key: key === 'initia::metadata_v0' ? 'aptos::metadata_v1' : key, value }));
  parsed.tables = parsed.tables.flatMap((table) => {
    if (table.kind !== METADATA) return [table];
    if (kept.length === 0) return [];
    return [{ ...table, content: Buffer.concat(kept.flatMap(({ key, value }) => [sized(Buffer.from(key)), sized(value)])) }];
  });
  return write(parsed);
}

/** The module without its metadata. */
export function withoutMetadata(module) {
  const parsed = parse(module);
  return write({ ...parsed, tables: parsed.tables.filter(({ kind }) => kind !== METADATA) });
}

/** Names of a module and of the modules it refers to, each as `address::name`; the first is its own. */
export function moduleNames(module) {
  const parsed = parse(module);
  const identifiers = entries(parsed, IDENTIFIERS, (reader) => reader.take(reader.uleb()).toString());
  const addresses = entries(parsed, ADDRESSES, (reader) => reader.take(ADDRESS_LENGTH).toString('hex'));
  const handles = entries(parsed, MODULE_HANDLES, (reader) => `${addresses[reader.uleb()]}::${identifiers[reader.uleb()]}`);
  const self = handles[new Reader(parsed.tail).uleb()];
  return [self, ...handles.filter((handle) => handle !== self)];
}

/** Orders modules ({name, bytes}) so that each comes after those of the list that it refers to. */
export function dependencyOrder(modules) {
  const byName = new Map(modules.map((module) => [moduleNames(module.bytes)[0], module]));
  const ordered = new Set();
  const visit = (module) => {
    if (ordered.has(module)) return;
    moduleNames(module.bytes).slice(1).forEach((name) => byName.has(name) && visit(byName.get(name)));
    ordered.add(module);
  };
  [...modules].sort((a, b) => (a.name < b.name ? -1 : 1)).forEach(visit);
  return [...ordered];
}

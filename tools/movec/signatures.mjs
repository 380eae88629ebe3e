// Signatures of functions in compiled modules of bytecode 6, as text.
import { entries, parse, Reader } from './bytecode.mjs';

const KIND = { MODULES: 0x1, STRUCTS: 0x2, FUNCTIONS: 0x3, SIGNATURES: 0x5, IDENTIFIERS: 0x7, ADDRESSES: 0x8, DEFINITIONS: 0xc };
const PRIMITIVES = { 1: 'bool', 2: 'u8', 3: 'u64', 4: 'u128', 5: 'address', 0xc: 'signer', 0xd: 'u16', 0xe: 'u32', 0xf: 'u256' };
const ABILITIES = { 1: 'copy', 2: 'drop', 4: 'store', 8: 'key' };
const PUBLIC = 1;

function read(module) {
  const parsed = parse(module);
  const names = entries(parsed, KIND.IDENTIFIERS, (r) => r.take(r.uleb()).toString());
  const addresses = entries(parsed, KIND.ADDRESSES, (r) => `0x${r.take(32).toString('hex').replace(/^0+(?=.)/, '')}`);
  const modules = entries(parsed, KIND.MODULES, (r) => `${addresses[r.uleb()]}::${names[r.uleb()]}`);
  const structs = entries(parsed, KIND.STRUCTS, (r) => {
    const name = `${modules[r.uleb()]}::${names[r.uleb()]}`;
    r.uleb();
    for (let n = r.uleb(); n > 0; n--) r.take(2);
    return name;
  });
  const type = (r) => {
    const tag = r.u8();
    if (PRIMITIVES[tag]) return PRIMITIVES[tag];
    if (tag === 6) return `&${type(r)}`;
    if (tag === 7) return `&mut ${type(r)}`;
    if (tag === 8) return structs[r.uleb()];
    if (tag === 9) return `T${r.uleb()}`;
    if (tag === 0xa) return `vector<${type(r)}>`;
    if (tag !== 0xb) throw new Error(`unknown type ${tag}`);
    const name = structs[r.uleb()];
    return `${name}<${Array.from({ length: r.uleb() }, () => type(r)).join(', ')}>`;
  };
  const signatures = entries(parsed, KIND.SIGNATURES, (r) => Array.from({ length: r.uleb() }, () => type(r)));
  const functions = entries(parsed, KIND.FUNCTIONS, (r) => {
    const owner = modules[r.uleb()];
    const name = names[r.uleb()];
    const parameters = signatures[r.uleb()];
    const results = signatures[r.uleb()];
    const generics = Array.from({ length: r.uleb() }, (_, i) => {
      const set = r.u8();
      const constraint = Object.keys(ABILITIES).filter((bit) => set & bit).map((bit) => ABILITIES[bit]).join(' + ');
      return constraint ? `T${i}: ${constraint}` : `T${i}`;
    });
    const result = results.length === 0 ? '' : results.length === 1 ? `: ${results[0]}` : `: (${results.join(', ')})`;
    return { owner, text: `${owner}::${name}${generics.length ? `<${generics.join(', ')}>` : ''}(${parameters.join(', ')})${result}` };
  });
  return { parsed, self: modules[new Reader(parsed.tail).uleb()], functions };
}

/** Signatures of the functions of other modules that a module refers to. */
export function usedSignatures(module) {
  const { self, functions } = read(module);
  return functions.filter(({ owner }) => owner !== self).map(({ text }) => text);
}

function definitions(module) {
  const { parsed, functions } = read(module);
  return entries(parsed, KIND.DEFINITIONS, (r) => {
    const handle = r.uleb();
    const visibility = r.u8();
    const isNative = (r.u8() & 2) !== 0;
    for (let n = r.uleb(); n > 0; n--) r.uleb();
    if (!isNative) skipCode(r);
    return { visibility, isNative, text: functions[handle].text };
  });
}

/** Signatures of the public functions that a module defines. */
export function publicSignatures(module) {
  return definitions(module).filter(({ visibility }) => visibility === PUBLIC).map(({ text }) => text);
}

/** Names of the native functions that a module declares, as `module::function`. */
export function nativeFunctions(module) {
  return definitions(module).filter(({ isNative }) => isNative).map(({ text }) => /::(\w+::\w+)/.exec(text)[1]);
}

const ULEB_OPERANDS = [
  0x03, 0x04, 0x05, 0x07, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x10, 0x11, 0x12, 0x13, 0x29, 0x2a, 0x2b, 0x2c, 0x2d, 0x36, 0x37, 0x38, 0x39,
  0x3a, 0x3b, 0x3c, 0x3d, 0x3e, 0x3f, 0x41, 0x42, 0x43, 0x44, 0x45, 0x47,
];
const FIXED_OPERANDS = { 0x06: 8, 0x31: 1, 0x32: 16, 0x48: 2, 0x49: 4, 0x4a: 32 };

function skipCode(r) {
  r.uleb();
  for (let n = r.uleb(); n > 0; n--) {
    const opcode = r.u8();
    if (FIXED_OPERANDS[opcode]) r.take(FIXED_OPERANDS[opcode]);
    else if (ULEB_OPERANDS.includes(opcode)) r.uleb();
    else if (opcode === 0x40 || opcode === 0x46) r.uleb(), r.take(8);
  }
}

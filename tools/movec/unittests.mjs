// The unit tests of a package as cases for a Move virtual machine, read from its sources: attributes are not part
// of the bytecode.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const TEST = /((?:^\s*#\[[^\n]*\]\s*\n|^\s*\/\/[^\n]*\n)*)^\s*(?:public )?(?:entry )?fun (\w+)\(([^)]*)\)/gm;

/** What a test expects, without the address of the module in `location`. */
function expectation(attributes) {
  const match = /#\[expected_failure(?:\(([^)]*)\))?\]/.exec(attributes);
  if (!match) return { status: 'EXECUTED' };
  const text = match[1] ?? '';
  const code = /abort_code\s*=\s*(0x[0-9a-fA-F]+|\d+)/.exec(text);
  const location = /location\s*=\s*\w+::(\w+)/.exec(text);
  return {
    ...(code ? { status: 'ABORTED', abort_code: BigInt(code[1]).toString() } : {}),
    ...(text.includes('arithmetic_error') ? { status: 'ARITHMETIC_ERROR' } : {}),
    ...(location ? { location: location[1] } : {}),
    ...(text ? {} : { failure: true }),
  };
}

const signer = (address) => ({ type: 'signer', bcs: `0x${address.slice(2).padStart(64, '0')}` });

function sources(dir) {
  return ['sources', 'tests']
    .map((part) => join(dir, part))
    .filter(existsSync)
    .flatMap((part) => readdirSync(part, { recursive: true }).map((file) => join(part, file)))
    .filter((file) => file.endsWith('.move'))
    .sort();
}

/** One case of one step per test; `addressOf` gives the address of a module by its name. */
export function unitTests(dir, addressOf) {
  const cases = sources(dir).flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    const module = /^module \w+::(\w+)/m.exec(text)[1];
    return [...text.matchAll(TEST)]
      .filter(([, attributes]) => /#\[test(\(|\])/.test(attributes))
      .map(([, attributes, name, parameters]) => {
        const signers = new Map([...attributes.matchAll(/(\w+)\s*=\s*@(0x[0-9a-fA-F]+)/g)].map(([, key, address]) => [key, address]));
        const names = parameters.split(',').map((parameter) => parameter.split(':')[0].trim()).filter(Boolean);
        const expect = expectation(attributes);
        if (expect.location) expect.location = `${addressOf(expect.location)}::${expect.location}`;
        const step = { function: `${addressOf(module)}::${module}::${name}`, args: names.map((key) => signer(signers.get(key))), expect };
        return { name: `${module}::${name}`, steps: [step] };
      });
  });
  return { format: 1, cases };
}

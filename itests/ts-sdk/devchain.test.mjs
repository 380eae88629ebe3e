// Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
// SPDX-License-Identifier: Apache-2.0
//
// The official client, unchanged, against a development chain whose address is in DEVCHAIN_URL. The compiled package
// `Probe` (sources in src/test/move) is in PROBE_DIR; the address 0xcafe in its bytecode is replaced by the publisher's.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import {
  Account, AccountAddress, AccountAuthenticatorEd25519, Aptos, AptosApiError, AptosConfig, ChainId, Network, RawTransaction, Serializer,
  SigningSchemeInput, SimpleTransaction,
} from '@aptos-labs/ts-sdk';

const url = process.env.DEVCHAIN_URL;
const aptos = new Aptos(new AptosConfig({ network: Network.CUSTOM, fullnode: url, faucet: url.replace(/\/v1$/, '') }));
const alice = Account.generate();
const bob = Account.generate();
const FUNDS = 1_000_000_000;

const fund = (account, amount = FUNDS) =>
  aptos.fundAccount({ accountAddress: account.accountAddress, amount, options: { waitForIndexer: false } });

const send = async (sender, data, options) => {
  const transaction = await aptos.transaction.build.simple({ sender: sender.accountAddress, data, options });
  return aptos.signAndSubmitTransaction({ signer: sender, transaction });
};

const run = async (sender, data, options, checkSuccess = true) => {
  const { hash } = await send(sender, data, options);
  return aptos.waitForTransaction({ transactionHash: hash, options: { checkSuccess } });
};

const refused = async (promise, code, vmCode) => {
  const error = await promise.then(() => assert.fail('accepted'), (e) => e);
  assert.ok(error instanceof AptosApiError, String(error));
  assert.equal(error.data.error_code, code);
  if (vmCode !== undefined) assert.equal(error.data.vm_error_code, vmCode);
};

const octas = (account) =>
  aptos.getBalance({ accountAddress: account.accountAddress, asset: '0x1::aptos_coin::AptosCoin' });

const transfer = (to, amount) => ({ function: '0x1::aptos_account::transfer', functionArguments: [to.accountAddress, amount] });
const probe = (name) => `${alice.accountAddress}::probe::${name}`;

/** The compiled module with the publisher's address in place of 0xcafe. */
function moduleFor(address) {
  const bytes = readFileSync(join(process.env.PROBE_DIR, 'probe.mv'));
  const placeholder = Buffer.from('cafe'.padStart(64, '0'), 'hex');
  const at = bytes.indexOf(placeholder);
  assert.ok(at > 0, 'the module names its address');
  Buffer.from(address.toUint8Array()).copy(bytes, at);
  return new Uint8Array(bytes);
}

function metadata(name, modules) {
  const out = new Serializer();
  out.serializeStr(name);
  out.serializeU8(1);
  out.serializeU64(0);
  out.serializeStr('0'.repeat(64));
  out.serializeBytes(new Uint8Array());
  out.serializeU32AsUleb128(modules.length);
  for (const module of modules) {
    out.serializeStr(module);
    out.serializeBytes(new Uint8Array());
    out.serializeBytes(new Uint8Array());
    out.serializeU8(0);
  }
  out.serializeU32AsUleb128(1);
  AccountAddress.from('0x1').serialize(out);
  out.serializeStr('AptosFramework');
  out.serializeU8(0);
  return out.toUint8Array();
}

before(async () => {
  await fund(alice);
  await fund(bob);
});

test('names itself a development chain', async () => {
  const info = await aptos.getLedgerInfo();
  assert.equal(info.chain_id, 4);
  assert.equal(info.git_hash, 'sluice-development-chain');
});

test('funds and transfers', async () => {
  const carol = Account.generate();
  const done = await run(alice, transfer(carol, 1234));
  assert.equal(done.success, true);
  assert.equal(done.type, 'user_transaction');
  assert.ok(Number(done.gas_used) > 0);
  assert.equal(await octas(carol), 1234);
  assert.equal((await aptos.getAccountInfo({ accountAddress: carol.accountAddress })).sequence_number, '0');
  assert.equal((await aptos.getTransactionByVersion({ ledgerVersion: Number(done.version) })).hash, done.hash);
  const block = await aptos.getBlockByVersion({ ledgerVersion: Number(done.version), options: { withTransactions: true } });
  assert.ok(block.transactions.some((t) => t.hash === done.hash));
  const mine = await aptos.getAccountTransactions({ accountAddress: alice.accountAddress });
  assert.ok(mine.some((t) => t.hash === done.hash));
  const all = await aptos.getTransactions({ options: { offset: Number(done.version), limit: 1 } });
  assert.equal(all[0].hash, done.hash);
});

test('a single-key account and a secp256k1 account', async () => {
  for (const scheme of [SigningSchemeInput.Ed25519, SigningSchemeInput.Secp256k1Ecdsa]) {
    const account = Account.generate({ scheme, legacy: false });
    await fund(account);
    assert.equal((await run(account, transfer(bob, 5))).success, true);
  }
});

test('a fee payer', async () => {
  const poor = Account.generate();
  await fund(poor, 1);
  const before = await octas(bob);
  const transaction = await aptos.transaction.build.simple({
    sender: poor.accountAddress, withFeePayer: true, data: transfer(alice, 1),
  });
  const senderAuthenticator = aptos.transaction.sign({ signer: poor, transaction });
  const feePayerAuthenticator = aptos.transaction.signAsFeePayer({ signer: bob, transaction });
  const { hash } = await aptos.transaction.submit.simple({ transaction, senderAuthenticator, feePayerAuthenticator });
  const done = await aptos.waitForTransaction({ transactionHash: hash });
  assert.equal(before - (await octas(bob)), Number(done.gas_used) * Number(done.gas_unit_price));
});

test('publishes a package', async () => {
  const transaction = await aptos.publishPackageTransaction({
    account: alice.accountAddress,
    metadataBytes: metadata('Probe', ['probe']),
    moduleBytecode: [moduleFor(alice.accountAddress)],
  });
  const { hash } = await aptos.signAndSubmitTransaction({ signer: alice, transaction });
  const done = await aptos.waitForTransaction({ transactionHash: hash });
  assert.ok(done.changes.some((change) => change.type === 'write_module'));
  const module = await aptos.getAccountModule({ accountAddress: alice.accountAddress, moduleName: 'probe' });
  assert.ok(module.abi.exposed_functions.some((f) => f.name === 'record' && f.is_entry));
  assert.ok((await aptos.getAccountModules({ accountAddress: alice.accountAddress })).length === 1);
});

test('entry call with every argument type', async () => {
  const big = 2n ** 255n + 7n;
  const done = await run(alice, {
    function: probe('record'),
    functionArguments: [
      true, 8, 1616, 32323232, 2n ** 63n + 1n, 2n ** 127n + 1n, big, bob.accountAddress, 'text ✓ 通道', new Uint8Array([0, 1, 255]),
      [1n, 2n ** 64n - 1n], ['a', 'b'], [[1, 2], []], undefined, 77n, '0x1',
    ],
  });
  assert.equal(done.success, true);
  const event = done.events.find((e) => e.type === `${alice.accountAddress}::probe::Recorded`);
  assert.deepEqual(event.data, {
    a: true, b: 8, c: 1616, d: 32323232, e: String(2n ** 63n + 1n), f: String(2n ** 127n + 1n), g: String(big),
    h: bob.accountAddress.toString(), i: 'text ✓ 通道', j: '0x0001ff', k: ['1', String(2n ** 64n - 1n)], l: ['a', 'b'],
    m: ['0x0102', '0x'], n: { vec: [] }, o: { vec: ['77'] }, p: '0x1',
  });
  const read = await aptos.getTransactionByHash({ transactionHash: done.hash });
  assert.deepEqual(read.payload.arguments.slice(0, 4), [true, 8, 1616, 32323232]);
});

test('two signers', async () => {
  const transaction = await aptos.transaction.build.multiAgent({
    sender: alice.accountAddress,
    secondarySignerAddresses: [bob.accountAddress],
    data: { function: probe('pair'), functionArguments: [] },
  });
  const { hash } = await aptos.transaction.submit.multiAgent({
    transaction,
    senderAuthenticator: aptos.transaction.sign({ signer: alice, transaction }),
    additionalSignersAuthenticators: [aptos.transaction.sign({ signer: bob, transaction })],
  });
  const done = await aptos.waitForTransaction({ transactionHash: hash });
  assert.equal(done.signature.type, 'multi_agent_signature');
});

test('an object as argument', async () => {
  const done = await run(alice, { function: probe('make'), functionArguments: [] });
  const made = done.changes.find((change) => change.data?.type === '0x1::object::ObjectCore');
  assert.equal((await run(alice, { function: probe('touch'), functionArguments: [made.address] })).success, true);
  const missing = await run(alice, { function: probe('touch'), functionArguments: [bob.accountAddress] }, undefined, false);
  assert.equal(missing.success, false);
});

test('type arguments, resource, table item, view as BCS and as JSON', async () => {
  await run(alice, { function: probe('put'), typeArguments: ['0x1::aptos_coin::AptosCoin'], functionArguments: [5, 'five'] });
  const resource = await aptos.getAccountResource({
    accountAddress: alice.accountAddress, resourceType: `${alice.accountAddress}::probe::Box<0x1::aptos_coin::AptosCoin>`,
  });
  const handle = resource.items.handle;
  assert.equal(await aptos.table.getTableItem({ handle, data: { key_type: 'u64', value_type: '0x1::string::String', key: '5' } }), 'five');
  await refused(aptos.table.getTableItem({ handle, data: { key_type: 'u64', value_type: '0x1::string::String', key: '6' } }), 'table_item_not_found');
  const payload = { function: probe('look'), typeArguments: ['0x1::aptos_coin::AptosCoin'], functionArguments: [alice.accountAddress, 5] };
  assert.deepEqual(await aptos.view({ payload }), ['five', '1']);
  assert.deepEqual(await aptos.viewJson({ payload: { ...payload, functionArguments: [alice.accountAddress.toString(), '5'] } }), ['five', '1']);
  await refused(aptos.view({ payload: { ...payload, functionArguments: [alice.accountAddress, 6] } }), 'invalid_input');
  await refused(aptos.getAccountResource({ accountAddress: bob.accountAddress, resourceType: `${alice.accountAddress}::probe::Box<u8>` }), 'resource_not_found');
  await refused(aptos.getAccountModule({ accountAddress: bob.accountAddress, moduleName: 'probe' }), 'module_not_found');
  assert.ok((await aptos.getAccountResources({ accountAddress: alice.accountAddress })).length >= 3);
});

test('reads history', async () => {
  const first = await run(bob, transfer(alice, 1));
  await run(bob, transfer(alice, 1));
  const sequence = Number(first.sequence_number);
  const at = await aptos.getAccountResource({
    accountAddress: bob.accountAddress, resourceType: '0x1::account::Account', options: { ledgerVersion: Number(first.version) },
  });
  assert.equal(Number(at.sequence_number), sequence + 1);
});

test('simulates', async () => {
  const transaction = await aptos.transaction.build.simple({ sender: bob.accountAddress, data: transfer(alice, 100) });
  const before = await octas(bob);
  const [result] = await aptos.transaction.simulate.simple({
    signerPublicKey: bob.publicKey, transaction,
    options: { estimateGasUnitPrice: true, estimateMaxGasAmount: true, estimatePrioritizedGasUnitPrice: false },
  });
  assert.equal(result.success, true);
  assert.ok(Number(result.gas_used) > 0);
  const [fails] = await aptos.transaction.simulate.simple({
    signerPublicKey: bob.publicKey,
    transaction: await aptos.transaction.build.simple({ sender: bob.accountAddress, data: transfer(alice, 10n ** 18n) }),
  });
  assert.equal(fails.success, false);
  assert.match(fails.vm_status, /Move abort in 0x1::coin: EINSUFFICIENT_BALANCE\(0x10006\)/);
  assert.equal(await octas(bob), before);
});

test('an abort is committed and pays gas', async () => {
  const before = await octas(bob);
  const done = await run(bob, transfer(alice, 10n ** 18n), undefined, false);
  assert.equal(done.success, false);
  assert.match(done.vm_status, /EINSUFFICIENT_BALANCE/);
  assert.equal(before - (await octas(bob)), Number(done.gas_used) * Number(done.gas_unit_price));
});

test('wrong sequence numbers', async () => {
  const { sequence_number } = await aptos.getAccountInfo({ accountAddress: bob.accountAddress });
  const next = Number(sequence_number);
  await refused(send(bob, transfer(alice, 1), { accountSequenceNumber: next - 1 }), 'sequence_number_too_old', 3);
  // One too new is parked until the gap is filled.
  const parked = await send(bob, transfer(alice, 2), { accountSequenceNumber: next + 1 });
  assert.equal((await aptos.getTransactionByHash({ transactionHash: parked.hash })).type, 'pending_transaction');
  await run(bob, transfer(alice, 1), { accountSequenceNumber: next });
  assert.equal((await aptos.waitForTransaction({ transactionHash: parked.hash })).success, true);
});

test('expired', async () => {
  await refused(send(bob, transfer(alice, 1), { expireTimestamp: Math.floor(Date.now() / 1000) - 10 }), 'vm_error', 6);
});

test('out of gas', async () => {
  const done = await run(bob, transfer(Account.generate(), 1), { maxGasAmount: 3 }, false);
  assert.equal(done.success, false);
  assert.equal(done.vm_status, 'Out of gas');
  assert.equal(done.gas_used, '3');
});

test('a bad signature, another chain, an account that cannot pay, one that does not exist', async () => {
  const build = (sender, options) => aptos.transaction.build.simple({ sender: sender.accountAddress, data: transfer(alice, 1), options });
  const transaction = await build(bob);
  await refused(
    aptos.transaction.submit.simple({ transaction, senderAuthenticator: alice.signTransactionWithAuthenticator(transaction) }), 'vm_error', 2);
  const good = bob.signTransactionWithAuthenticator(transaction);
  const forged = new AccountAuthenticatorEd25519(good.public_key, alice.signTransactionWithAuthenticator(transaction).signature);
  await refused(aptos.transaction.submit.simple({ transaction, senderAuthenticator: forged }), 'vm_error', 1);
  const raw = transaction.rawTransaction;
  const elsewhere = new SimpleTransaction(new RawTransaction(
    raw.sender, raw.sequence_number, raw.payload, raw.max_gas_amount, raw.gas_unit_price, raw.expiration_timestamp_secs, new ChainId(9)));
  await refused(
    aptos.transaction.submit.simple({ transaction: elsewhere, senderAuthenticator: bob.signTransactionWithAuthenticator(elsewhere) }), 'vm_error', 23);
  const poor = Account.generate();
  await fund(poor, 1000);
  await refused(send(poor, transfer(alice, 1)), 'vm_error', 5);
  await refused(send(Account.generate(), transfer(alice, 1), { accountSequenceNumber: 0 }), 'vm_error', 7);
});

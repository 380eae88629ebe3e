// Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
// SPDX-License-Identifier: Apache-2.0
//
// The official client funds the account of SEED, or signs a transfer with the values given and prints the signed bytes.
import assert from 'node:assert/strict';
import {
  Aptos, AptosConfig, Ed25519Account, Ed25519PrivateKey, Hex, Network, generateSignedTransaction,
} from '@aptos-labs/ts-sdk';

const env = process.env;
const aptos = new Aptos(
  new AptosConfig({ network: Network.CUSTOM, fullnode: env.DEVCHAIN_URL, faucet: env.DEVCHAIN_URL.replace(/\/v1$/, '') }));
const account = new Ed25519Account({ privateKey: new Ed25519PrivateKey(`0x${env.SEED}`, false) });
assert.equal(account.accountAddress.toStringLong(), env.SENDER);

if (process.argv[2] === 'fund') {
  await aptos.fundAccount({
    accountAddress: account.accountAddress, amount: 1_000_000_000, options: { waitForIndexer: false },
  });
} else {
  const transaction = await aptos.transaction.build.simple({
    sender: account.accountAddress,
    data: { function: '0x1::aptos_account::transfer', functionArguments: [env.RECEIVER, 12345] },
    options: {
      accountSequenceNumber: Number(env.SEQUENCE),
      maxGasAmount: Number(env.MAX_GAS),
      gasUnitPrice: Number(env.GAS_PRICE),
      expireTimestamp: Number(env.EXPIRES),
    },
  });
  const senderAuthenticator = account.signTransactionWithAuthenticator(transaction);
  const bytes = generateSignedTransaction({ transaction, senderAuthenticator });
  console.log(Hex.fromHexInput(bytes).toStringWithoutPrefix());
}

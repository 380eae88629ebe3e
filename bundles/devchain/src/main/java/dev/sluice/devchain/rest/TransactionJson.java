/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.devchain.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.aptos.codec.EntryFunction;
import dev.sluice.aptos.codec.Executable;
import dev.sluice.aptos.codec.InnerPayload;
import dev.sluice.aptos.codec.MultisigPayload;
import dev.sluice.aptos.codec.RawTransaction;
import dev.sluice.aptos.codec.Script;
import dev.sluice.aptos.codec.SignedTransaction;
import dev.sluice.codec.BcsReader;
import dev.sluice.codec.BcsWriter;
import dev.sluice.codec.Bytes;
import dev.sluice.codec.CodecException;
import dev.sluice.codec.StructTag;
import dev.sluice.codec.TypeTag;
import dev.sluice.crypto.Hashes;
import dev.sluice.devchain.ledger.Block;
import dev.sluice.devchain.ledger.LedgerTransaction;
import dev.sluice.devchain.ledger.PendingTransaction;
import dev.sluice.devchain.state.Write;
import dev.sluice.move.ModuleId;
import dev.sluice.move.format.CompiledModule;
import dev.sluice.move.format.FunctionDefinition;
import dev.sluice.move.state.Event;
import java.util.List;
import java.util.Optional;

/** Transactions as JSON. Thread-safe. */
final class TransactionJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String ZERO_ADDRESS = "0x0";

  private final Layouts layouts;
  private final ValueJson values;

  TransactionJson(Layouts layouts) {
    this.layouts = layouts;
    this.values = new ValueJson(layouts);
  }

  /** A transaction that waits. */
  ObjectNode pending(PendingTransaction transaction) {
    ObjectNode json = JSON.objectNode();
    json.put("type", "pending_transaction");
    json.put("hash", transaction.hash().toString());
    request(json, transaction.signed());
    return json;
  }

  /** A transaction of the ledger. */
  ObjectNode committed(LedgerTransaction transaction) {
    ObjectNode json = JSON.objectNode();
    json.put("version", Long.toString(transaction.version()));
    json.put("hash", transaction.hash().toString());
    json.put("state_change_hash", hash(transaction.output().encodedWrites()));
    json.put("event_root_hash", hash(transaction.output().encodedEvents()));
    json.putNull("state_checkpoint_hash");
    json.put("gas_used", Long.toUnsignedString(transaction.output().gasUsed()));
    json.put("success", transaction.output().success());
    json.put("vm_status", transaction.output().vmStatus());
    json.put("accumulator_root_hash", transaction.accumulator().toString());
    ArrayNode changes = json.putArray("changes");
    transaction.output().writes().forEach(write -> changes.add(change(write)));
    switch (transaction.kind()) {
      case GENESIS -> {
        json.putObject("payload").put("type", "write_set_payload");
        json.set("events", events(transaction.output().events()));
        json.put("type", "genesis_transaction");
      }
      case BLOCK_METADATA -> metadata(json, transaction);
      case USER -> {
        transaction.signed().ifPresent(signed -> request(json, signed));
        json.set("events", events(transaction.output().events()));
        json.put("timestamp", Long.toString(transaction.timestampMicros()));
        json.put("type", "user_transaction");
      }
    }
    return json;
  }

  private static String hash(Bytes bytes) {
    return Bytes.of(Hashes.sha3_256(bytes.toArray())).toString();
  }

  private void metadata(ObjectNode json, LedgerTransaction transaction) {
    json.put("id", transaction.hash().toString());
    json.put("epoch", "1");
    json.put("round", Long.toString(transaction.height()));
    json.set("events", events(transaction.output().events()));
    json.putArray("previous_block_votes_bitvec");
    json.put("proposer", ZERO_ADDRESS);
    json.putArray("failed_proposer_indices");
    json.put("timestamp", Long.toString(transaction.timestampMicros()));
    json.put("type", "block_metadata_transaction");
  }

  /** A block. */
  ObjectNode block(Block block, Optional<List<LedgerTransaction>> transactions) {
    ObjectNode json = JSON.objectNode();
    json.put("block_height", Long.toString(block.height()));
    json.put("block_hash", block.hash().toString());
    json.put("block_timestamp", Long.toString(block.timestampMicros()));
    json.put("first_version", Long.toString(block.firstVersion()));
    json.put("last_version", Long.toString(block.lastVersion()));
    json.putNull("transactions");
    transactions.ifPresent(
        list -> {
          ArrayNode array = json.putArray("transactions");
          list.forEach(transaction -> array.add(committed(transaction)));
        });
    return json;
  }

  private void request(ObjectNode json, SignedTransaction transaction) {
    RawTransaction raw = transaction.raw();
    json.put("sender", raw.sender().toStandardString());
    json.put("sequence_number", Long.toUnsignedString(raw.sequenceNumber()));
    json.put("max_gas_amount", Long.toUnsignedString(raw.maxGasAmount()));
    json.put("gas_unit_price", Long.toUnsignedString(raw.gasUnitPrice()));
    json.put("expiration_timestamp_secs", Long.toUnsignedString(raw.expirationSeconds()));
    json.set("payload", payload(raw));
    json.set("signature", SignatureJson.of(transaction.authenticator()));
    json.putNull("replay_protection_nonce");
    if (raw.payload() instanceof InnerPayload inner && inner.nonce().isPresent()) {
      json.put("replay_protection_nonce", Long.toUnsignedString(inner.nonce().getAsLong()));
    }
  }

  private ObjectNode payload(RawTransaction raw) {
    if (raw.payload() instanceof EntryFunction call) {
      return call(call);
    } else if (raw.payload() instanceof Script script) {
      return script(script);
    } else if (raw.payload() instanceof InnerPayload inner) {
      return executable(inner.executable());
    }
    MultisigPayload multisig = (MultisigPayload) raw.payload();
    ObjectNode json = JSON.objectNode().put("type", "multisig_payload");
    json.put("multisig_address", multisig.account().toStandardString());
    multisig.call().ifPresent(call -> json.set("transaction_payload", call(call)));
    return json;
  }

  private ObjectNode executable(Executable executable) {
    if (executable instanceof EntryFunction call) {
      return call(call);
    } else if (executable instanceof Script script) {
      return script(script);
    }
    return JSON.objectNode().put("type", "empty_payload");
  }

  private ObjectNode call(EntryFunction call) {
    ObjectNode json = JSON.objectNode();
    json.put("function", call.name());
    json.set("type_arguments", types(call.typeArguments()));
    ArrayNode arguments = json.putArray("arguments");
    List<TypeTag> parameters = parameters(call);
    for (int i = 0; i < call.arguments().size(); i++) {
      Bytes argument = call.arguments().get(i);
      arguments.add(
          i < parameters.size()
              ? valueOrBytes(parameters.get(i), argument)
              : TextNode.valueOf(argument.toString()));
    }
    json.put("type", "entry_function_payload");
    return json;
  }

  /** Empty if there is no such function or it takes other type arguments. */
  private List<TypeTag> parameters(EntryFunction call) {
    ModuleId id = new ModuleId(call.address(), call.module());
    Optional<CompiledModule> module = layouts.module(id);
    Optional<FunctionDefinition> function = layouts.function(id, call.function());
    try {
      return module.isPresent() && function.isPresent()
          ? Layouts.parameters(module.get(), function.get(), call.typeArguments())
          : List.of();
    } catch (ApiException e) {
      return List.of();
    }
  }

  private JsonNode valueOrBytes(TypeTag type, Bytes bcs) {
    try {
      return values.toJson(type, bcs);
    } catch (CodecException | ApiException e) {
      return TextNode.valueOf(bcs.toString());
    }
  }

  private static ArrayNode types(List<TypeTag> tags) {
    ArrayNode types = JSON.arrayNode();
    tags.forEach(tag -> types.add(ValueJson.text(tag)));
    return types;
  }

  private static ObjectNode script(Script script) {
    ObjectNode json = JSON.objectNode();
    json.putObject("code").put("bytecode", script.code().toString()).putNull("abi");
    json.set("type_arguments", types(script.typeArguments()));
    ArrayNode arguments = json.putArray("arguments");
    script.arguments().forEach(argument -> arguments.add(argument.bcs().toString()));
    json.put("type", "script_payload");
    return json;
  }

  private ArrayNode events(List<Event> events) {
    ArrayNode array = JSON.arrayNode();
    for (Event event : events) {
      ObjectNode json = array.addObject();
      ObjectNode guid = json.putObject("guid");
      String number = "0";
      if (event instanceof Event.OfHandle handle) {
        // A guid is a creation number and an address.
        BcsReader in = new BcsReader(handle.guid());
        guid.put("creation_number", Long.toUnsignedString(in.u64()));
        guid.put("account_address", in.address().toStandardString());
        number = Long.toUnsignedString(handle.sequence());
      } else {
        guid.put("creation_number", "0").put("account_address", ZERO_ADDRESS);
      }
      json.put("sequence_number", number);
      json.put("type", ValueJson.text(event.type()));
      json.set("data", valueOrBytes(event.type(), event.data()));
    }
    return array;
  }

  private ObjectNode change(Write write) {
    ObjectNode json = JSON.objectNode();
    String verb = write.value().isPresent() ? "write_" : "delete_";
    json.put("state_key_hash", hash(key(write)));
    if (write instanceof Write.Resource resource) {
      json.put("address", resource.address().toStandardString());
      if (write.value().isPresent()) {
        json.set("data", resource(resource.type(), write.value().get()));
      } else {
        json.put("resource", ValueJson.text(resource.type()));
      }
      return json.put("type", verb + "resource");
    } else if (write instanceof Write.Item item) {
      json.put("handle", item.table().toLongString());
      json.put("key", item.key().toString());
      write.value().ifPresent(value -> json.put("value", value.toString()));
      return json.putNull("data").put("type", verb + "table_item");
    }
    Write.Module module = (Write.Module) write;
    json.put("address", module.id().address().toStandardString());
    write.value().ifPresent(code -> json.set("data", ModuleJson.of(code)));
    return json.put("type", verb + "module");
  }

  private static Bytes key(Write write) {
    BcsWriter out = new BcsWriter();
    if (write instanceof Write.Resource resource) {
      resource.type().writeStruct(out.address(resource.address()));
    } else if (write instanceof Write.Item item) {
      out.address(item.table()).bytes(item.key());
    } else if (write instanceof Write.Module module) {
      out.address(module.id().address()).string(module.id().name());
    }
    return out.toBytes();
  }

  /** A resource with its type. */
  ObjectNode resource(StructTag type, Bytes value) {
    ObjectNode json = JSON.objectNode().put("type", ValueJson.text(type));
    json.set("data", valueOrBytes(type, value));
    return json;
  }
}

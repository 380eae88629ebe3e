/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.storage;

import dev.sluice.storage.io.Disk;
import dev.sluice.storage.io.DiskFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Names now, names as of the last sync, and the changes in between. */
final class SimulatedDirectory implements Disk {
  /** Puts {@code node} under {@code name}, or takes the name away. */
  private record Change(String name, @Nullable Object node) {}

  private final SimulatedDisk machine;
  private final String path;
  private final Map<String, Object> names = new TreeMap<>();
  private final Map<String, Object> synced = new TreeMap<>();
  private final List<List<Change>> unsynced = new ArrayList<>();
  private final Map<String, Integer> locks = new HashMap<>();

  SimulatedDirectory(SimulatedDisk machine, String path) {
    this.machine = machine;
    this.path = path;
  }

  @Override
  public String path() {
    return "/" + path;
  }

  @Override
  public List<String> files() throws IOException {
    return list(SimulatedFile.class);
  }

  @Override
  public List<String> directories() throws IOException {
    return list(SimulatedDirectory.class);
  }

  private List<String> list(Class<?> kind) throws IOException {
    synchronized (machine) {
      machine.checkRead(machine.life());
      return names.entrySet().stream()
          .filter(entry -> kind.isInstance(entry.getValue()))
          .map(Map.Entry::getKey)
          .toList();
    }
  }

  @Override
  public Disk directory(String name) throws IOException {
    synchronized (machine) {
      if (names.get(name) instanceof SimulatedDirectory there) {
        return there;
      }
      machine.atomicChange(machine.life(), join(name));
      SimulatedDirectory made = new SimulatedDirectory(machine, join(name));
      apply(List.of(new Change(name, made)));
      return made;
    }
  }

  @Override
  public DiskFile open(String name) throws IOException {
    synchronized (machine) {
      machine.checkRead(machine.life());
      if (names.get(name) instanceof SimulatedFile file) {
        return file.open();
      }
      throw new NoSuchFileException(join(name));
    }
  }

  @Override
  public DiskFile create(String name) throws IOException {
    synchronized (machine) {
      machine.atomicChange(machine.life(), join(name));
      if (names.get(name) instanceof SimulatedFile file) {
        machine.reserve(-file.length());
        file.empty();
        return file.open();
      }
      SimulatedFile file = new SimulatedFile(machine, join(name));
      apply(List.of(new Change(name, file)));
      return file.open();
    }
  }

  @Override
  public void rename(String from, String to) throws IOException {
    synchronized (machine) {
      machine.atomicChange(machine.life(), join(from));
      Object node = names.get(from);
      if (node == null) {
        throw new NoSuchFileException(join(from));
      }
      free(names.get(to));
      apply(List.of(new Change(from, null), new Change(to, node)));
    }
  }

  @Override
  public void delete(String name) throws IOException {
    synchronized (machine) {
      machine.atomicChange(machine.life(), join(name));
      Object node = names.get(name);
      if (node instanceof SimulatedDirectory directory && !directory.names.isEmpty()) {
        throw new FileSystemException(join(name), null, "Directory not empty");
      }
      if (node != null) {
        free(node);
        apply(List.of(new Change(name, null)));
      }
    }
  }

  private void free(@Nullable Object node) {
    if (node instanceof SimulatedFile file) {
      machine.reserve(-file.length());
    }
  }

  @Override
  public void sync() throws IOException {
    synchronized (machine) {
      machine.atomicChange(machine.life(), path);
      unsynced.forEach(changes -> apply(changes, synced));
      unsynced.clear();
    }
  }

  @Override
  public Closeable lock(String name) throws IOException {
    synchronized (machine) {
      machine.check(machine.life());
      Integer holder = locks.get(name);
      if (holder != null && holder == machine.life()) {
        throw new FileSystemException(join(name), null, "locked");
      }
      int life = machine.life();
      locks.put(name, life);
      return () -> {
        synchronized (machine) {
          locks.remove(name, life);
        }
      };
    }
  }

  private void apply(List<Change> changes) {
    apply(changes, names);
    unsynced.add(changes);
  }

  private static void apply(List<Change> changes, Map<String, Object> target) {
    for (Change change : changes) {
      if (change.node() == null) {
        target.remove(change.name());
      } else {
        target.put(change.name(), change.node());
      }
    }
  }

  /** Power loss: the oldest few unsynced changes made it, the rest did not. */
  void lose(RandomGenerator random) {
    unsynced
        .subList(0, random.nextInt(unsynced.size() + 1))
        .forEach(changes -> apply(changes, synced));
    unsynced.clear();
    names.clear();
    names.putAll(synced);
    for (Object node : names.values()) {
      if (node instanceof SimulatedDirectory directory) {
        directory.lose(random);
      } else {
        ((SimulatedFile) node).lose(random);
      }
    }
  }

  long bytes() {
    long sum = 0;
    for (Object node : names.values()) {
      sum += node instanceof SimulatedDirectory sub ? sub.bytes() : ((SimulatedFile) node).length();
    }
    return sum;
  }

  /** The directory that holds the file {@code path}. */
  SimulatedDirectory find(String file) {
    int slash = file.indexOf('/');
    return slash < 0
        ? this
        : ((SimulatedDirectory) named(file.substring(0, slash))).find(file.substring(slash + 1));
  }

  SimulatedFile file(String name) {
    return (SimulatedFile) named(name);
  }

  private Object named(String name) {
    Object node = names.get(name);
    if (node == null) {
      throw new IllegalArgumentException("no " + join(name) + " among " + names.keySet());
    }
    return node;
  }

  void remove(String name) {
    names.remove(name);
    synced.remove(name);
    unsynced.clear();
    synced.clear();
    synced.putAll(names);
  }

  private String join(String name) {
    return path.isEmpty() ? name : path + "/" + name;
  }
}

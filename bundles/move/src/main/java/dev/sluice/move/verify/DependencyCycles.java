/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.move.verify;

import dev.sluice.move.Location;
import dev.sluice.move.ModuleId;
import dev.sluice.move.MoveException;
import dev.sluice.move.StatusCode;
import dev.sluice.move.format.CompiledModule;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Decides, before a module is published, whether it would close a cycle of imports or friends.
 * Several passes of the {@link Verifier} look at one module only and rely on there being none.
 */
public final class DependencyCycles {
  private static final class Visit {
    final ModuleId id;
    final Iterator<ModuleId> next;
    int depth = 1;

    Visit(ModuleId id, Iterator<ModuleId> next) {
      this.id = id;
      this.next = next;
    }
  }

  private final ModuleId self;
  private final Function<ModuleId, List<ModuleId>> next;
  private final StatusCode onCycle;
  private final int maxDepth;

  /** Length of the longest chain from each module seen, 0 while it is being looked at. */
  private final Map<ModuleId, Integer> depths = new HashMap<>();

  private DependencyCycles(
      ModuleId self, Function<ModuleId, List<ModuleId>> next, StatusCode onCycle, int maxDepth) {
    this.self = self;
    this.next = next;
    this.onCycle = onCycle;
    this.maxDepth = maxDepth;
  }

  /**
   * Checks a module against all modules it imports or befriends, directly or not. A friend that
   * {@code lookup} does not know counts as a module without friends.
   *
   * @throws MoveException CYCLIC_MODULE_DEPENDENCY or CYCLIC_MODULE_FRIENDSHIP on a cycle through
   *     the module, INVALID_FRIEND_DECL_WITH_MODULES_IN_DEPENDENCIES if a module is both imported
   *     and befriended, MISSING_DEPENDENCY if an import is unknown, MAX_DEPENDENCY_DEPTH_REACHED if
   *     a chain of imports is too long
   */
  public static void verify(VerifiedModule module, ModuleLookup lookup, VerifierLimits limits) {
    try {
      Set<ModuleId> imports =
          new DependencyCycles(
                  module.id(),
                  id -> imports(Linker.find(id, lookup)),
                  StatusCode.CYCLIC_MODULE_DEPENDENCY,
                  limits.dependencyDepth())
              .reachable(imports(module));
      Set<ModuleId> friends =
          new DependencyCycles(
                  module.id(),
                  id -> lookup.find(id).map(DependencyCycles::friends).orElse(List.of()),
                  StatusCode.CYCLIC_MODULE_FRIENDSHIP,
                  Integer.MAX_VALUE)
              .reachable(friends(module));
      Optional<ModuleId> both = imports.stream().filter(friends::contains).sorted().findFirst();
      if (both.isPresent()) {
        throw MoveException.of(
            StatusCode.INVALID_FRIEND_DECL_WITH_MODULES_IN_DEPENDENCIES,
            both.get() + " is imported and a friend");
      }
    } catch (MoveException e) {
      throw e.at(Location.in(module.id()));
    }
  }

  /** The modules that a module imports itself. */
  static List<ModuleId> imports(VerifiedModule module) {
    CompiledModule m = module.module();
    return m.moduleHandles().stream()
        .map(m::moduleId)
        .filter(id -> !id.equals(module.id()))
        .toList();
  }

  private static List<ModuleId> friends(VerifiedModule module) {
    CompiledModule m = module.module();
    return m.friends().stream().map(m::moduleId).toList();
  }

  /** All modules on the way, by a depth-first search without recursion. */
  private Set<ModuleId> reachable(List<ModuleId> roots) {
    Deque<Visit> path = new ArrayDeque<>();
    path.push(new Visit(self, roots.iterator()));
    while (true) {
      Visit visit = path.element();
      if (visit.next.hasNext()) {
        ModuleId id = visit.next.next();
        if (id.equals(self)) {
          throw MoveException.of(onCycle, "by way of " + visit.id);
        }
        Integer known = depths.putIfAbsent(id, 0);
        if (known == null) {
          path.push(new Visit(id, next.apply(id).iterator()));
        } else {
          deepen(visit, known);
        }
        continue;
      }
      path.pop();
      if (path.isEmpty()) {
        return depths.keySet();
      }
      depths.put(visit.id, visit.depth);
      deepen(path.element(), visit.depth);
    }
  }

  private void deepen(Visit visit, int below) {
    visit.depth = Math.max(visit.depth, below + 1);
    // The module itself is not part of the chain of its imports.
    if (visit.depth - 1 > maxDepth) {
      throw MoveException.of(
          StatusCode.MAX_DEPENDENCY_DEPTH_REACHED, "more than " + maxDepth + " imports in a chain");
    }
  }
}

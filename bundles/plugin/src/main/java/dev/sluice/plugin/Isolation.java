/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.bundle.CollisionHook;
import org.osgi.framework.hooks.bundle.EventHook;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * While it is open, a bundle that is new in the framework can stand beside the one it is to
 * replace, with the same name and version even, and neither is wired to the other. Trial bundles,
 * which go again, are wired to by nobody, and nobody is told of them.
 */
final class Isolation implements AutoCloseable {
  private final String location;
  private volatile @Nullable Bundle replaced;
  private final ServiceRegistration<?> hooks;

  /** Opens the isolation of the bundle that is, or will be, at a location. */
  Isolation(BundleContext context, String location) {
    this.location = location;
    this.hooks =
        context.registerService(
            new String[] {
              ResolverHookFactory.class.getName(),
              CollisionHook.class.getName(),
              EventHook.class.getName()
            },
            new Hooks(),
            null);
  }

  /** Names the bundle that is to go. */
  void replaces(@Nullable Bundle old) {
    replaced = old;
  }

  private boolean isNew(Bundle bundle) {
    return bundle.getLocation().equals(location);
  }

  /** Whether the new bundle may be wired to what has this capability. */
  boolean isUsable(BundleCapability capability) {
    return !capability.getRevision().getBundle().equals(replaced);
  }

  private final class Hooks implements ResolverHookFactory, CollisionHook, EventHook {
    @Override
    public ResolverHook begin(Collection<BundleRevision> triggers) {
      return new Hook();
    }

    @Override
    public void event(BundleEvent event, Collection<BundleContext> contexts) {
      if (event.getBundle().getLocation().startsWith(Staging.LOCATION)) {
        contexts.clear(); // Gone before anybody could look at it.
      }
    }

    @Override
    public void filterCollisions(
        int operation, Bundle target, Collection<Bundle> collisionCandidates) {
      collisionCandidates.removeIf(other -> other.equals(replaced));
    }
  }

  private final class Hook implements ResolverHook {
    @Override
    public void filterResolvable(Collection<BundleRevision> candidates) {
      // Everybody may resolve.
    }

    @Override
    public void filterSingletonCollisions(
        BundleCapability singleton, Collection<BundleCapability> collisions) {
      if (isNew(singleton.getRevision().getBundle())) {
        collisions.removeIf(c -> !isUsable(c));
      } else {
        collisions.removeIf(c -> isNew(c.getRevision().getBundle()));
      }
    }

    @Override
    public void filterMatches(
        BundleRequirement requirement, Collection<BundleCapability> candidates) {
      if (isNew(requirement.getRevision().getBundle())) {
        candidates.removeIf(c -> !isUsable(c));
      } else {
        candidates.removeIf(c -> isNew(c.getRevision().getBundle()));
      }
    }

    @Override
    public void end() {
      // Nothing to undo.
    }
  }

  @Override
  public void close() {
    hooks.unregister();
  }
}

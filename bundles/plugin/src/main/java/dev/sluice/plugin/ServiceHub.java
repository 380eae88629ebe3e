/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import dev.sluice.plugin.api.PluginException;
import dev.sluice.plugin.api.PluginException.Code;
import dev.sluice.plugin.api.SluicePlugin;
import dev.sluice.plugin.api.SwapLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins {@link Swappable}s to the services of plugins. An unregistering service is drained inside
 * the event that announces it, which is the last moment at which it still works.
 *
 * <p>The lock is never held while the service registry or a plugin is called: both may be waiting
 * for this class on another thread.
 */
final class ServiceHub implements ServiceTrackerCustomizer<Object, Candidate>, AutoCloseable {
  /** Most references at one time. */
  static final int MAX_REFS = 1_024;

  /** Pause before a service that could not be had is asked for again. */
  static final Duration RETRY = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(ServiceHub.class);

  private final BundleContext context;
  private final SwapEnvironment environment;
  private final HubListener listener;
  private final ServiceTracker<Object, Candidate> tracker;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Set<Candidate> candidates = new LinkedHashSet<>();
  private final Set<Target<?>> targets = new LinkedHashSet<>();

  /** Is told what comes and goes; must not block. */
  interface HubListener {
    void bound(Candidate candidate);

    void unbound(Candidate candidate, int callsLeft);
  }

  /** One reference and the service it has now. */
  static final class Target<S> {
    final Class<S> type;
    final String user;
    final Swappable<S> ref;
    @Nullable Candidate bound;

    Target(Class<S> type, String user, Swappable<S> ref) {
      this.type = type;
      this.user = user;
      this.ref = ref;
    }
  }

  ServiceHub(BundleContext context, SwapEnvironment environment, HubListener listener) {
    this.context = context;
    this.environment = environment;
    this.listener = listener;
    try {
      var filter = FrameworkUtil.createFilter("(" + SluicePlugin.NAME_PROPERTY + "=*)");
      this.tracker = new ServiceTracker<>(context, filter, this);
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts to look at services, also at those whose interfaces this bundle does not know. */
  void open() {
    tracker.open(true);
  }

  <S> Target<S> add(Class<S> type, String instance, SwapLimits limits, String user) {
    var target = new Target<>(type, user, new Swappable<S>(instance, limits, environment));
    lock.lock();
    try {
      if (targets.size() >= MAX_REFS) {
        throw new PluginException(Code.OVERLOADED, MAX_REFS + " plugin references are open");
      }
      targets.add(target);
    } finally {
      lock.unlock();
    }
    environment.executor().execute(() -> connect(target));
    return target;
  }

  /** Closes references, all at once. */
  void remove(Collection<Target<?>> gone) {
    lock.lock();
    try {
      targets.removeAll(gone);
    } finally {
      lock.unlock();
    }
    List<Swappable.Drain> drains = gone.stream().map(target -> target.ref.shut()).toList();
    long now = environment.nanoTime().getAsLong();
    int i = 0;
    for (Target<?> target : gone) {
      drains.get(i++).await(now + target.ref.limits().drain().toNanos());
    }
  }

  @Override
  public Candidate addingService(ServiceReference<Object> reference) {
    var candidate = new Candidate(reference);
    lock.lock();
    try {
      candidates.add(candidate);
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
    listener.bound(candidate);
    targets(candidate.instance).forEach(this::connect);
    return candidate;
  }

  @Override
  public void modifiedService(ServiceReference<Object> reference, Candidate candidate) {
    if (candidate.isRenamed()) {
      LOG.warn(
          "plugin {} changed the name of its instance {} in service; it is known by the old one"
              + " until it is registered anew",
          candidate.plugin,
          candidate.instance);
    }
  }

  @Override
  public void removedService(ServiceReference<Object> reference, Candidate candidate) {
    long start = environment.nanoTime().getAsLong();
    record Leaving(Swappable.Drain drain, long deadline) {}
    var leaving = new ArrayList<Leaving>();
    lock.lock();
    try {
      candidate.gone = true;
      candidates.remove(candidate);
      for (Target<?> target : targets) {
        if (target.bound == candidate) {
          target.bound = null;
          leaving.add(
              new Leaving(
                  withdraw(target, candidate), start + target.ref.limits().drain().toNanos()));
        }
      }
      candidate.earlier.forEach(
          drain -> leaving.add(new Leaving(drain, start + SwapLimits.DEFAULT.drain().toNanos())));
    } finally {
      lock.unlock();
    }
    targets(candidate.instance).forEach(this::connect);
    int left = 0;
    for (Leaving one : leaving) {
      left += one.drain().await(one.deadline());
    }
    listener.unbound(candidate, left);
    if (candidate.service != null) {
      context.ungetService(reference);
    }
  }

  private static <S> Swappable.Drain withdraw(Target<S> target, Candidate candidate) {
    return candidate.service == null
        ? Swappable.Drain.NONE
        : target.ref.withdraw(target.type.cast(candidate.service));
  }

  private List<Target<?>> targets(String instance) {
    lock.lock();
    try {
      return targets.stream().filter(t -> t.ref.instance().equals(instance)).toList();
    } finally {
      lock.unlock();
    }
  }

  /** Gives a reference the best service there is. */
  private <S> void connect(Target<S> target) {
    Optional<Candidate> unready = bindBest(target);
    while (unready.isPresent()) {
      Candidate candidate = unready.get();
      Object service = fetch(candidate);
      if (service == null) {
        var unused =
            environment
                .timer()
                .schedule(
                    () -> environment.executor().execute(() -> connect(target)),
                    RETRY.toMillis(),
                    TimeUnit.MILLISECONDS);
        return;
      }
      unready = bindBest(target);
    }
  }

  /** Binds the best service; or returns it, if it is still to be had from the registry. */
  private <S> Optional<Candidate> bindBest(Target<S> target) {
    lock.lock();
    try {
      Candidate best = best(target);
      if (best == null || best == target.bound || !targets.contains(target)) {
        return Optional.empty();
      }
      if (best.service == null) {
        return Optional.of(best);
      }
      Swappable.Drain drain = target.ref.bind(target.type.cast(best.service));
      if (target.bound != null) {
        target.bound.earlier.removeIf(Swappable.Drain::isOver);
        target.bound.earlier.add(drain);
      }
      target.bound = best;
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Candidate best(Target<?> target) {
    return candidates.stream()
        .filter(c -> c.instance.equals(target.ref.instance()))
        .filter(c -> c.interfaces.contains(target.type.getName()))
        .filter(c -> c.service == null || target.type.isInstance(c.service))
        .max(Comparator.comparing(c -> c.reference))
        .orElse(null);
  }

  /** Has the registry hand out a service, once; null if its component does not start. */
  private @Nullable Object fetch(Candidate candidate) {
    Object service = context.getService(candidate.reference);
    boolean surplus = false;
    lock.lock();
    try {
      surplus = service != null && (candidate.gone || candidate.service != null);
      if (!candidate.gone && candidate.service == null) {
        candidate.service = service;
      }
    } finally {
      lock.unlock();
    }
    if (surplus) {
      context.ungetService(candidate.reference);
    }
    return service;
  }

  /** Services in place now. */
  List<Candidate> candidates() {
    lock.lock();
    try {
      return List.copyOf(candidates);
    } finally {
      lock.unlock();
    }
  }

  /** References in place now. */
  List<Target<?>> targets() {
    lock.lock();
    try {
      return List.copyOf(targets);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until a bundle offers the named instances.
   *
   * @return those it does not offer at the end
   */
  Set<String> awaitInstances(Bundle bundle, Set<String> names, Duration limit) {
    long deadline = environment.nanoTime().getAsLong() + limit.toNanos();
    lock.lock();
    try {
      Set<String> missing = missing(bundle, names);
      while (!missing.isEmpty()) {
        long left = deadline - environment.nanoTime().getAsLong();
        if (left <= 0) {
          return missing;
        }
        arrived.awaitNanos(left);
        missing = missing(bundle, names);
      }
      return missing;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return missing(bundle, names);
    } finally {
      lock.unlock();
    }
  }

  /** Those of the named instances of a bundle that the registry cannot hand out. */
  Set<String> broken(Bundle bundle, Set<String> names) {
    var broken = new LinkedHashSet<>(names);
    candidates().stream()
        .filter(c -> bundle.equals(c.reference.getBundle()) && broken.contains(c.instance))
        .filter(c -> fetch(c) != null)
        .forEach(c -> broken.remove(c.instance));
    return broken;
  }

  private Set<String> missing(Bundle bundle, Set<String> names) {
    var missing = new LinkedHashSet<>(names);
    candidates.stream()
        .filter(c -> bundle.equals(c.reference.getBundle()))
        .forEach(c -> missing.remove(c.instance));
    return missing;
  }

  @Override
  public void close() {
    remove(targets());
    tracker.close();
  }
}

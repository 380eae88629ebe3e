/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.testkit.plugin;

import dev.sluice.plugin.api.PluginCall;
import dev.sluice.plugin.api.PluginException;
import dev.sluice.plugin.api.PluginInfo;
import dev.sluice.plugin.api.PluginName;
import dev.sluice.plugin.api.PluginRef;
import dev.sluice.plugin.api.PluginService;
import dev.sluice.plugin.api.PluginTask;
import dev.sluice.plugin.api.RefStatus;
import dev.sluice.plugin.api.SwapLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A plugin service that hands calls straight to the one instance of an interface, whatever name is
 * asked for. Without limits, parking or repeats; an absent instance fails at once. Thread-safe.
 */
public final class DirectPlugins implements PluginService {
  private final Map<Class<?>, Object> instances = new ConcurrentHashMap<>();
  private final SortedSet<String> names = new TreeSet<>();

  /** Lists no names. */
  public DirectPlugins() {}

  /** Lists this name for every interface that has an instance. */
  public DirectPlugins(String name) {
    names.add(name);
  }

  /** Puts an instance in service, in place of the one before. */
  public <S> DirectPlugins with(Class<S> type, S instance) {
    instances.put(type, instance);
    return this;
  }

  /** Takes the instance of an interface out of service. */
  public void remove(Class<?> type) {
    instances.remove(type);
  }

  @Override
  public List<PluginInfo> plugins() {
    return List.of();
  }

  @Override
  public Optional<PluginInfo> plugin(PluginName name) {
    return Optional.empty();
  }

  @Override
  public SortedSet<String> instances(Class<?> type) {
    return instances.containsKey(type) ? new TreeSet<>(names) : new TreeSet<>();
  }

  @Override
  public <S> PluginRef<S> ref(Class<S> type, String instance) {
    return ref(type, instance, SwapLimits.DEFAULT);
  }

  @Override
  public <S> PluginRef<S> ref(Class<S> type, String instance, SwapLimits limits) {
    return new Ref<>(type, instance);
  }

  private final class Ref<S> implements PluginRef<S> {
    private final Class<S> type;
    private final String name;

    Ref(Class<S> type, String name) {
      this.type = type;
      this.name = name;
    }

    private S target() {
      @Nullable Object instance = instances.get(type);
      if (instance == null) {
        throw new PluginException(PluginException.Code.UNAVAILABLE, name + " is absent");
      }
      return type.cast(instance);
    }

    @Override
    public String instance() {
      return name;
    }

    @Override
    public <T> CompletableFuture<T> call(PluginCall<S, T> call, Duration timeout) {
      try {
        return call.on(target(), timeout).toCompletableFuture();
      } catch (PluginException e) {
        return CompletableFuture.failedFuture(e);
      }
    }

    @Override
    public <T> CompletableFuture<T> callOnce(PluginCall<S, T> call, Duration timeout) {
      return call(call, timeout);
    }

    @Override
    public <T> T run(PluginTask<S, T> task, Duration timeout) {
      return task.on(target(), timeout);
    }

    @Override
    public <T> T runOnce(PluginTask<S, T> task, Duration timeout) {
      return run(task, timeout);
    }

    @Override
    public RefStatus status() {
      return new RefStatus(true, 0, 0, 0, 0, 0, Duration.ZERO);
    }

    @Override
    public void close() {}
  }
}

/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.plugin;

import dev.sluice.plugin.ServiceHub.Target;
import dev.sluice.plugin.api.PluginCall;
import dev.sluice.plugin.api.PluginInfo;
import dev.sluice.plugin.api.PluginName;
import dev.sluice.plugin.api.PluginRef;
import dev.sluice.plugin.api.PluginService;
import dev.sluice.plugin.api.PluginTask;
import dev.sluice.plugin.api.RefStatus;
import dev.sluice.plugin.api.SwapLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ServiceScope;

/** {@link PluginService}, one for each bundle that uses it, so that users have a name. */
@Component(scope = ServiceScope.BUNDLE)
public final class OsgiPluginService implements PluginService {
  private final PluginRuntime runtime;
  private final String user;
  private final Set<Target<?>> targets = ConcurrentHashMap.newKeySet();

  /** For the bundle that asks. */
  @Activate
  public OsgiPluginService(ComponentContext context, @Reference PluginRuntime runtime) {
    this.runtime = runtime;
    this.user = PluginRegistry.symbolicName(context.getUsingBundle());
  }

  @Deactivate
  void closeRefs() {
    runtime.hub().remove(List.copyOf(targets));
  }

  @Override
  public List<PluginInfo> plugins() {
    return runtime.registry().plugins();
  }

  @Override
  public Optional<PluginInfo> plugin(PluginName name) {
    return runtime.registry().bundle(name).flatMap(runtime.registry()::info);
  }

  @Override
  public SortedSet<String> instances(Class<?> type) {
    var names = new TreeSet<String>();
    runtime.hub().candidates().stream()
        .filter(c -> c.interfaces.contains(type.getName()))
        .forEach(c -> names.add(c.instance));
    return names;
  }

  @Override
  public <S> PluginRef<S> ref(Class<S> type, String instance) {
    return ref(type, instance, runtime.limits());
  }

  @Override
  public <S> PluginRef<S> ref(Class<S> type, String instance, SwapLimits limits) {
    Target<S> target = runtime.hub().add(type, instance, limits, user);
    targets.add(target);
    return new Ref<>(target);
  }

  /** A reference that forgets itself when it is closed. */
  private final class Ref<S> implements PluginRef<S> {
    private final Target<S> target;

    Ref(Target<S> target) {
      this.target = target;
    }

    @Override
    public String instance() {
      return target.ref.instance();
    }

    @Override
    public <T> CompletableFuture<T> call(PluginCall<S, T> call, Duration timeout) {
      return target.ref.call(call, timeout);
    }

    @Override
    public <T> CompletableFuture<T> callOnce(PluginCall<S, T> call, Duration timeout) {
      return target.ref.callOnce(call, timeout);
    }

    @Override
    public <T> T run(PluginTask<S, T> task, Duration timeout) {
      return target.ref.run(task, timeout);
    }

    @Override
    public <T> T runOnce(PluginTask<S, T> task, Duration timeout) {
      return target.ref.runOnce(task, timeout);
    }

    @Override
    public RefStatus status() {
      return target.ref.status();
    }

    @Override
    public void close() {
      if (targets.remove(target)) {
        runtime.hub().remove(List.of(target));
      }
    }
  }
}

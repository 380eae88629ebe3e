/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.rest;

import dev.sluice.plugin.api.PluginAdminService;
import dev.sluice.plugin.api.PluginCheck;
import dev.sluice.plugin.api.PluginException;
import dev.sluice.plugin.api.PluginInfo;
import dev.sluice.plugin.api.PluginName;
import dev.sluice.plugin.api.PluginService;
import java.util.List;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Plugins: see, install, update, roll back, remove. A jar is sent as the raw body. */
@Component(service = Route.Resource.class)
public final class PluginResource implements Route.Resource {
  /** One plugin; the same fields as {@code plugin:list --json}. */
  record Plugin(
      String name,
      String type,
      String version,
      String health,
      String why,
      String next,
      String bundleState,
      String origin,
      List<Instance> instances) {
    static Plugin of(PluginInfo p) {
      return new Plugin(
          p.name().value(),
          p.type(),
          p.version(),
          p.health().state().name(),
          p.health().why(),
          p.health().next(),
          p.bundle().state(),
          p.bundle().origin().name(),
          p.instances().stream()
              .map(i -> new Instance(i.name(), i.capabilities(), i.users()))
              .toList());
    }
  }

  /** One service of a plugin. */
  record Instance(String name, List<String> capabilities, List<String> users) {}

  /** What an operation would do. */
  record DryRun(
      String action,
      String plugin,
      String version,
      String installed,
      List<String> refreshed,
      List<String> users,
      String refusal,
      List<String> reasons) {
    static DryRun of(PluginCheck c) {
      return new DryRun(
          c.action().name(),
          c.plugin().map(p -> p.name().value()).orElse(""),
          c.version(),
          c.installed().orElse(""),
          c.refreshed(),
          c.users(),
          c.refusal().map(r -> r.code().name()).orElse(""),
          c.refusal().map(PluginCheck.Refusal::reasons).orElse(List.of()));
    }
  }

  private final PluginService plugins;
  private final PluginAdminService admin;

  @Activate
  public PluginResource(@Reference PluginService plugins, @Reference PluginAdminService admin) {
    this.plugins = plugins;
    this.admin = admin;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.list("/plugins", "All plugins", Plugin.class, call -> list()),
        Route.get("/plugins/{name}", "One plugin", Plugin.class, call -> one(name(call))),
        Route.upload(
            "POST",
            "/plugins",
            "Install the jar in the body",
            Plugin.class,
            call -> done(() -> Plugin.of(admin.install(call.jar())))),
        Route.upload(
            "POST",
            "/plugins/check",
            "What installing or updating with the jar in the body would do",
            DryRun.class,
            call -> done(() -> DryRun.of(admin.check(call.jar())))),
        Route.upload(
            "PUT",
            "/plugins/{name}",
            "Update a plugin with the jar in the body",
            Plugin.class,
            call -> done(() -> Plugin.of(admin.update(name(call), call.jar())))),
        Route.action(
            "POST",
            "/plugins/{name}/rollback",
            Role.ADMIN,
            "Go back to the version before the last update",
            Plugin.class,
            call -> done(() -> Plugin.of(admin.rollback(name(call))))),
        Route.action(
            "DELETE",
            "/plugins/{name}",
            Role.ADMIN,
            "Remove a plugin",
            ApiServlet.Done.class,
            call ->
                done(
                    () -> {
                      admin.remove(name(call));
                      return new ApiServlet.Done(true);
                    })));
  }

  private List<Plugin> list() {
    return plugins.plugins().stream().map(Plugin::of).toList();
  }

  private Plugin one(PluginName name) {
    return plugins
        .plugin(name)
        .map(Plugin::of)
        .orElseThrow(
            () ->
                new ApiException(
                    404, "NOT_INSTALLED", "no plugin " + name, "See GET /api/v1/plugins"));
  }

  private static PluginName name(Call call) {
    try {
      return new PluginName(call.path("name"));
    } catch (IllegalArgumentException e) {
      throw new ApiException(
          400, "BAD_REQUEST", String.valueOf(e.getMessage()), "See GET /api/v1/plugins");
    }
  }

  private static Object done(Supplier<Object> operation) {
    try {
      return operation.get();
    } catch (PluginException e) {
      int status =
          switch (e.code()) {
            case NOT_INSTALLED -> 404;
            case UNAVAILABLE, OVERLOADED, BUSY -> 503;
            case TIMEOUT -> 504;
            case TOO_LARGE -> 413;
            case STORAGE -> 507;
            default -> 409;
          };
      throw new ApiException(
          status, e.code().name(), String.valueOf(e.getMessage()), next(e.code()));
    }
  }

  private static String next(PluginException.Code code) {
    return switch (code) {
      case NOT_INSTALLED, NO_PREVIOUS, NOT_MANAGED -> "See GET /api/v1/plugins";
      case UNAVAILABLE, OVERLOADED, BUSY, TIMEOUT -> "Try again later; see sluice:doctor.";
      case STORAGE -> "Check the node's disk; see sluice:doctor.";
      case NOT_TAKEN_UP -> "See the node's log for what the plugin said.";
      case ALREADY_INSTALLED -> "PUT the jar to /api/v1/plugins/{name} to update.";
      default -> "POST the jar to /api/v1/plugins/check to see why.";
    };
  }
}

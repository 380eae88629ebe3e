/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.fetcher.http;

import dev.sluice.fetcher.api.FetchException;
import dev.sluice.fetcher.api.FetchRequest;
import dev.sluice.fetcher.api.FetchResult;
import dev.sluice.fetcher.api.Fetcher;
import dev.sluice.fetcher.api.FetcherInfo;
import dev.sluice.key.api.SecretReader;
import dev.sluice.plugin.api.SluicePlugin;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Fetches from web pages and web services. Keeps no state but idle connections. */
@Component(
    service = Fetcher.class,
    configurationPid = "sluice.fetcher.http",
    configurationPolicy = ConfigurationPolicy.REQUIRE,
    immediate = true)
@Designate(ocd = HttpConfig.class, factory = true)
@SluicePlugin(name = "fetcher-http", type = "fetcher")
public final class HttpFetcher implements Fetcher {
  /** Time that calls under way get to end when the fetcher stops. */
  static final Duration DRAIN = Duration.ofMillis(500);

  private static final Duration END = Duration.ofMillis(300);
  private static final int IDLE_THREAD_SECONDS = 30;

  private final HttpSettings settings;
  private final ScheduledThreadPoolExecutor timer;
  private final ThreadPoolExecutor workers;
  private final Gate gate;
  private final IdleConnections idle;
  private final Exchange exchange;
  private final Clock clock;
  private final Set<FetchCall> open = ConcurrentHashMap.newKeySet();
  private final FetchCall.Host host = new Repeats();
  private volatile boolean stopped;

  /** Checks the settings; a bad value fails with its key. */
  @Activate
  public HttpFetcher(HttpConfig config, @Reference SecretReader secrets) {
    this(HttpSettings.of(config), secrets, InetAddress::getAllByName, Clock.systemUTC());
  }

  HttpFetcher(HttpSettings settings, SecretReader secrets, Resolver resolver, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    var rules = new SourceRules(settings);
    var connector = new Connector(settings, rules, resolver, new Trust(settings.authorities()));
    idle = new IdleConnections(settings.idleConnections(), settings.idle(), System::nanoTime);
    exchange = new Exchange(connector, rules, new HeaderSecrets(settings.secrets(), secrets), idle);
    String prefix = "sluice-fetcher-" + settings.name();
    timer = new ScheduledThreadPoolExecutor(1, threads(prefix + "-timer"));
    timer.setRemoveOnCancelPolicy(true);
    // The gate bounds the queue.
    workers =
        new ThreadPoolExecutor(
            settings.threads(),
            settings.threads(),
            IDLE_THREAD_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            threads(prefix));
    workers.allowCoreThreadTimeOut(true);
    gate = new Gate(workers, settings.hostRequests(), settings.threads() + settings.maxWaiting());
    var unused =
        timer.scheduleWithFixedDelay(
            idle::sweep,
            settings.idle().toMillis(),
            settings.idle().toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private static ThreadFactory threads(String name) {
    var count = new AtomicInteger();
    return task -> {
      var thread = new Thread(task, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  @Override
  public FetcherInfo info() {
    return HttpQuery.INFO;
  }

  @Override
  public CompletableFuture<FetchResult> fetch(FetchRequest request) {
    FetchCall call;
    try {
      int maxBytes = Math.min(request.maxBytes(), settings.maxBodyBytes());
      call =
          new FetchCall(
              HttpQuery.of(request), request, maxBytes, exchange, host, clock, System::nanoTime);
    } catch (FetchException e) {
      return stopped ? refusal() : CompletableFuture.failedFuture(e);
    }
    open.add(call);
    try {
      ScheduledFuture<?> limit =
          timer.schedule(call::timeOut, request.timeout().toNanos(), TimeUnit.NANOSECONDS);
      var unused = call.future().whenComplete((result, error) -> end(call, limit));
      submit(call);
      if (stopped) {
        call.fail(stopping());
      }
      return call.future();
    } catch (RejectedExecutionException e) {
      open.remove(call);
      return refusal();
    }
  }

  private void end(FetchCall call, ScheduledFuture<?> limit) {
    limit.cancel(false);
    call.release();
    gate.leave(call.query().target().host(), call);
    open.remove(call);
  }

  private void submit(FetchCall call) {
    try {
      gate.submit(call.query().target().host(), call);
    } catch (FetchException e) {
      call.fail(e);
    } catch (RejectedExecutionException e) {
      call.fail(stopping());
    }
  }

  private static RejectedExecutionException stopping() {
    return new RejectedExecutionException("the HTTP fetcher is being stopped");
  }

  private static CompletableFuture<FetchResult> refusal() {
    return CompletableFuture.failedFuture(stopping());
  }

  /** Lets calls under way end for a moment, refuses the rest, closes all sockets. */
  @Deactivate
  void stop() throws InterruptedException {
    stopped = true;
    long deadline = System.nanoTime() + DRAIN.toNanos();
    while (!open.isEmpty() && System.nanoTime() - deadline < 0) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    open.forEach(call -> call.fail(stopping()));
    idle.close();
    timer.shutdownNow();
    workers.shutdownNow();
    // A thread inside the operating system's name service cannot be ended; it ends by itself.
    boolean ended = workers.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS);
    open.forEach(call -> call.fail(stopping()));
    if (ended) {
      timer.awaitTermination(END.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private final class Repeats implements FetchCall.Host {
    @Override
    public void again(FetchCall call, Duration pause) {
      try {
        var unused = timer.schedule(() -> submit(call), pause.toMillis(), TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        call.fail(stopping());
      }
    }

    @Override
    public Duration formulaLimit() {
      return settings.formula();
    }
  }
}

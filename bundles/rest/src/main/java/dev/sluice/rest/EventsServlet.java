/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.node.api.EventFeed;
import dev.sluice.node.api.NodeEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.servlet.AsyncContext;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/**
 * {@code /api/v1/events}: the node's events as they happen. A follower resumes with the header
 * {@code Last-Event-ID}; events that are no longer kept are told as one event {@code gap}. Each
 * follower has a thread that reads the feed at its own pace, so a slow one holds no memory.
 */
@Component(service = Servlet.class, configurationPid = "sluice.rest")
@HttpWhiteboardServletName("sluice-events")
@HttpWhiteboardServletPattern("/api/v1/events")
@HttpWhiteboardServletAsyncSupported
public final class EventsServlet extends StreamServlet {
  private static final long serialVersionUID = 1L;

  private final transient EventFeed feed;
  private final transient ThreadPoolExecutor followers;

  @Activate
  public EventsServlet(
      @Reference EventFeed feed, @Reference Authenticator authenticator, RestConfig config) {
    this(feed, authenticator, new Guard(Set.of(config.hosts())));
  }

  EventsServlet(EventFeed feed, Authenticator authenticator, Guard guard) {
    super(authenticator, guard);
    this.feed = feed;
    var number = new AtomicInteger();
    this.followers =
        new ThreadPoolExecutor(
            0,
            Limits.FOLLOWERS,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> new Thread(task, "sluice-events-" + number.incrementAndGet()));
  }

  @Deactivate
  void stop() {
    followers.shutdownNow();
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response, boolean body)
      throws IOException {
    long from = from(request);
    response.setContentType("text/event-stream");
    response.setCharacterEncoding("UTF-8");
    response.flushBuffer();
    if (!body) {
      return;
    }
    AsyncContext async = request.startAsync();
    async.setTimeout(0);
    try {
      followers.execute(() -> follow(async, from));
    } catch (RejectedExecutionException e) {
      async.complete();
    }
  }

  private long from(HttpServletRequest request) {
    if (followers.getActiveCount() >= Limits.FOLLOWERS) {
      throw new ApiException(
          503, "TOO_MANY_FOLLOWERS", Limits.FOLLOWERS + " follow already", "Try again later.");
    }
    String last = request.getHeader("Last-Event-ID");
    if (last == null || last.isBlank()) {
      return feed.last();
    }
    try {
      // An id of the future is one of an earlier life of the node: start at the beginning.
      long id = Long.parseLong(last.strip());
      return id < 0 || id > feed.last() ? 0 : id;
    } catch (NumberFormatException e) {
      throw new ApiException(
          400, "BAD_REQUEST", "Last-Event-ID is not a number", "Send the id of an event.");
    }
  }

  private void follow(AsyncContext async, long from) {
    try {
      OutputStream out = async.getResponse().getOutputStream();
      long last = from;
      while (!followers.isShutdown()) {
        List<NodeEvent> events = feed.after(last, Duration.ofSeconds(Limits.HEARTBEAT_SECONDS));
        if (events.isEmpty()) {
          out.write(": still here\n\n".getBytes(UTF_8));
        }
        for (NodeEvent event : events) {
          if (event.id() > last + 1) {
            out.write(
                ("event: gap\ndata: {\"from\":"
                        + (last + 1)
                        + ",\"to\":"
                        + (event.id() - 1)
                        + "}\n\n")
                    .getBytes(UTF_8));
          }
          out.write(text(event));
          last = event.id();
        }
        out.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // The follower is gone: nothing to tell it.
      return;
    } finally {
      async.complete();
    }
  }

  /** One event; the same fields as the feed. */
  record Event(long id, String time, String topic, java.util.Map<String, String> fields) {}

  private static byte[] text(NodeEvent event) throws IOException {
    String json =
        Json.MAPPER.writeValueAsString(
            new Event(event.id(), event.time().toString(), event.topic(), event.fields()));
    return ("id: " + event.id() + "\nevent: " + event.topic() + "\ndata: " + json + "\n\n")
        .getBytes(UTF_8);
  }
}

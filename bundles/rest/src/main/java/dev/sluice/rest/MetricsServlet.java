/*
 * Licensed under the Apache License, Version 2.0. See the LICENSE file at the root of this project.
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.sluice.rest;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;
import javax.servlet.Servlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.http.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** {@code /metrics} for Prometheus; takes the role viewer. */
@Component(service = Servlet.class, configurationPid = "sluice.rest")
@HttpWhiteboardServletName("sluice-metrics")
@HttpWhiteboardServletPattern("/metrics")
public final class MetricsServlet extends StreamServlet {
  private static final long serialVersionUID = 1L;

  private final transient PrometheusRegistry registry;
  private final transient PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();

  @Activate
  public MetricsServlet(
      @Reference PrometheusRegistry registry,
      @Reference Authenticator authenticator,
      RestConfig config) {
    super(authenticator, new Guard(Set.of(config.hosts())));
    this.registry = registry;
  }

  @Override
  void answer(HttpServletRequest request, HttpServletResponse response, boolean body)
      throws IOException {
    var bytes = new ByteArrayOutputStream();
    writer.write(bytes, registry.scrape());
    response.setContentType(writer.getContentType());
    response.setContentLength(bytes.size());
    if (body) {
      bytes.writeTo(response.getOutputStream());
    }
  }
}

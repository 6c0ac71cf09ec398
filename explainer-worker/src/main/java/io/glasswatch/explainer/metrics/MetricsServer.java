package io.glasswatch.explainer.metrics;

import io.prometheus.client.exporter.HTTPServer;
import io.prometheus.client.hotspot.DefaultExports;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Serves a worker's metrics over HTTP, under {@code /metrics}. */
public final class MetricsServer implements AutoCloseable {

  private final HTTPServer server;

  /**
   * Starts serving.
   *
   * @param host where to listen, e.g. {@code 127.0.0.1}
   * @param port 0 takes a free one
   */
  public MetricsServer(String host, int port, WorkerMetrics metrics) {
    DefaultExports.register(metrics.registry());
    try {
      server =
          new HTTPServer.Builder()
              .withHostname(host)
              .withPort(port)
              .withRegistry(metrics.registry())
              .withDaemonThreads(true)
              .build();
    } catch (IOException e) {
      throw new UncheckedIOException("metrics cannot be served on %s:%d".formatted(host, port), e);
    }
  }

  /** Returns the port that is listened on. */
  public int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.close();
  }
}

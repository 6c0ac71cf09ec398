package io.glasswatch.stream.serve.http;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;

/** A registry in the text format that a scraper asks for; only OpenMetrics carries exemplars. */
record MetricsText(CollectorRegistry registry) {

  Answer answer(String accept) {
    String type = TextFormat.chooseContentType(accept.isEmpty() ? null : accept);
    StringWriter text = new StringWriter();
    try {
      TextFormat.writeFormat(
          type, text, registry.filteredMetricFamilySamples(MetricsText::isWanted));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Answer(Answer.OK, type, text.toString(), Optional.empty());
  }

  /** The client adds the time of its creation to every series, which doubles them for nothing. */
  private static boolean isWanted(String sample) {
    return !sample.endsWith("_created");
  }
}

package io.glasswatch.stream.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.glasswatch.contract.Json;
import io.glasswatch.contract.Require;
import io.glasswatch.stream.audit.entry.Fact;
import io.glasswatch.stream.audit.entry.Facts;
import io.glasswatch.stream.audit.log.Chain;
import io.glasswatch.stream.audit.tree.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;

/**
 * What all logs of one application have in common.
 *
 * @param name who writes and signs, e.g. {@code glasswatch/production}
 * @param facts makes facts of records
 */
public record AuditWriter(String name, AuditSettings settings, Facts facts, AuditEvents events) {

  public AuditWriter {
    Require.notBlank(name, "name");
  }

  /** Returns who writes for the application of that id. */
  public static String nameOf(String applicationId) {
    return "glasswatch/" + applicationId;
  }

  /** Returns the origin of the log of one partition. */
  public static String origin(String name, int partition) {
    return "%s/audit-%d".formatted(name, partition);
  }

  /** Returns what makes the processors that append to the logs. */
  public ProcessorSupplier<String, Fact, Integer, Object> supplier() {
    return AuditProcessor.supplier(this);
  }

  Chain.Writer writer(int partition) {
    return new Chain.Writer(origin(name, partition), VERSION, configHash());
  }

  private String configHash() {
    try {
      return Hash.of(Json.TEXT.writeValueAsBytes(new TreeMap<>(settings.decisions()))).hex();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write the settings", e);
    }
  }

  private static final String VERSION = version();

  private static String version() {
    Properties properties = new Properties();
    try (InputStream in = AuditWriter.class.getResourceAsStream("version.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the version", e);
    }
    return properties.getProperty("version");
  }
}

package io.glasswatch.cli.demo;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.glasswatch.contract.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Rows of the labelled data that lies beside a checkout; without it a test is skipped. */
final class SharedData {

  private static final Set<Integer> GIVEN = new HashSet<>();

  private SharedData() {}

  /**
   * Returns {@code count} rows by id, spread evenly over all files, none of which was returned
   * before.
   */
  static synchronized Map<String, String> rows(int count) throws IOException {
    Path train = Path.of(System.getProperty("glasswatch.root"), "..", "shared", "data", "train");
    assumeTrue(Files.isDirectory(train), "needs " + train);
    List<String> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(train)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList()) {
        all.addAll(Files.readAllLines(file));
      }
    }
    Map<String, String> rows = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      int next = (int) ((long) i * all.size() / count);
      while (!GIVEN.add(next)) {
        next++;
      }
      String row = all.get(next);
      rows.put(Json.TEXT.readTree(row).get("id").asText(), row);
    }
    return rows;
  }
}

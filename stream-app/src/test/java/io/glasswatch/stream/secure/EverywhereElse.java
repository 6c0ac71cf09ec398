package io.glasswatch.stream.secure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Every place where the app leaves something, for {@link Traces} to look at. */
final class EverywhereElse {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private EverywhereElse() {}

  /** Looks at every record of every topic, Kafka's own and the input too, as consumers get them. */
  static void topics(String bootstrapServers, Traces traces) throws Exception {
    for (String topic : names(bootstrapServers)) {
      Map<String, Object> settings =
          Map.of("bootstrap.servers", bootstrapServers, "max.partition.fetch.bytes", 8 << 20);
      ByteArrayDeserializer bytes = new ByteArrayDeserializer();
      try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
        List<TopicPartition> partitions =
            consumer.partitionsFor(topic).stream()
                .map(p -> new TopicPartition(topic, p.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
          consumer
              .poll(Duration.ofMillis(200))
              .forEach(
                  record -> {
                    traces.look(topic, record.key());
                    traces.look(topic, record.value());
                    record.headers().forEach(header -> traces.look(topic, header.value()));
                  });
        }
      }
    }
  }

  private static Set<String> names(String bootstrapServers) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      return admin.listTopics(new ListTopicsOptions().listInternal(true)).names().get();
    }
  }

  /** Looks at the files below {@code stateDirectory} and at what RocksDB reads from them. */
  static void state(Path stateDirectory, Traces traces) throws Exception {
    traces.lookThrough("state files", stateDirectory);
    try (Stream<Path> files = Files.walk(stateDirectory)) {
      for (Path current : files.filter(f -> f.endsWith("CURRENT")).toList()) {
        store(current.getParent(), traces);
      }
    }
  }

  private static void store(Path directory, Traces traces) throws RocksDBException {
    List<ColumnFamilyDescriptor> families = new ArrayList<>();
    try (Options options = new Options()) {
      for (byte[] name : RocksDB.listColumnFamilies(options, directory.toString())) {
        families.add(new ColumnFamilyDescriptor(name));
      }
    }
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    String place = "store " + directory.getFileName();
    try (DBOptions options = new DBOptions();
        RocksDB db = RocksDB.openReadOnly(options, directory.toString(), families, handles)) {
      for (ColumnFamilyHandle handle : handles) {
        try (RocksIterator all = db.newIterator(handle)) {
          for (all.seekToFirst(); all.isValid(); all.next()) {
            traces.look(place, all.key());
            traces.look(place, withoutTimestamp(all.value()));
            traces.look(place, all.value());
          }
        }
      }
    }
  }

  /** A store may write a time before the value. */
  private static byte[] withoutTimestamp(byte[] value) {
    return value.length < Long.BYTES
        ? new byte[0]
        : java.util.Arrays.copyOfRange(value, Long.BYTES, value.length);
  }

  /** Looks at the metrics in both formats. */
  static void metrics(String url, Traces traces) throws Exception {
    traces.look("metrics", get(url + "/metrics", "text/plain"));
    traces.look("metrics", get(url + "/metrics", "application/openmetrics-text"));
  }

  /** Looks at the lists, and at the page and the JSON of each case of {@code ids}. */
  static void pages(String url, List<String> ids, Traces traces) throws Exception {
    for (String path :
        List.of("/", "/?limit=1000", "/alerts", "/drift", "/api/v1/cases?limit=1000")) {
      traces.look("pages", get(url + path, "text/html"));
    }
    for (String id : ids) {
      traces.look("case pages", get(url + "/cases/" + id, "text/html"));
      traces.look("case pages", get(url + "/api/v1/cases/" + id, "application/json"));
    }
  }

  private static String get(String url, String accept) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).header("Accept", accept).build();
    HttpResponse<String> answer =
        CLIENT.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    return answer.body();
  }
}

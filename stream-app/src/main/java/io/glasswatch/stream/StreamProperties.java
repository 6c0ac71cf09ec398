package io.glasswatch.stream;

import io.glasswatch.stream.state.SharedRocksDbMemory;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.StreamsConfig;

/** How the stream app runs on Kafka Streams. */
final class StreamProperties {

  /** Largest record that is carried, in bytes: a large interaction with all its findings. */
  static final int LARGEST_RECORD = 32 * 1024 * 1024;

  /**
   * Largest record before it is compressed: in JSON each character of a text of 12 MiB may take six
   * bytes, and masked three.
   */
  private static final int LARGEST_UNCOMPRESSED = 96 * 1024 * 1024;

  /**
   * Records that are taken from Kafka at a time. They lie in memory together, and some hundred
   * kilobytes that came compressed may be as many records of 12 MiB.
   */
  private static final int RECORDS_AT_A_TIME = 16;

  private static final long CACHE_BYTES = 16L * 1024 * 1024;
  private static final int SESSION_MILLIS = 10_000;
  private static final int HEARTBEAT_MILLIS = 2_000;

  /** What was erased from a store is gone from its changelog after that time. */
  private static final long COMPACTION_MILLIS = Duration.ofDays(1).toMillis();

  /** How much longer Kafka keeps what fades from a store, for an app that stood still. */
  private static final long FADED_MILLIS = Duration.ofHours(1).toMillis();

  private static final int TRANSACTION_MILLIS = 10_000;

  /**
   * How old what is known of the topics may be. A broker that has just started may say that there
   * are none; without this, nothing would be read until it is asked again after five minutes.
   */
  private static final int METADATA_MILLIS = 5_000;

  private StreamProperties() {}

  /**
   * Returns the properties, with {@code more} of what only the running app knows.
   *
   * @param address where other instances reach this one, as {@code host:port}
   */
  static Properties of(StreamSettings settings, String address, Map<String, Object> more) {
    Properties p = new Properties();
    p.put(StreamsConfig.METADATA_MAX_AGE_CONFIG, METADATA_MILLIS);
    p.putAll(settings.kafka().with(Map.of()));
    p.put(StreamsConfig.APPLICATION_ID_CONFIG, settings.applicationId());
    p.put(StreamsConfig.APPLICATION_SERVER_CONFIG, address);
    p.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDirectory().toString());
    p.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, RecordTime.class);
    p.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    p.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
    p.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, settings.standbys());
    p.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, settings.replicationFactor());
    p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, settings.commitInterval().toMillis());
    p.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CACHE_BYTES);
    p.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SharedRocksDbMemory.class);
    p.put(SharedRocksDbMemory.BYTES, settings.rocksDbBytes());
    p.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    p.put(StreamsConfig.topicPrefix(TopicConfig.MAX_MESSAGE_BYTES_CONFIG), LARGEST_RECORD);
    p.put(StreamsConfig.topicPrefix(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG), COMPACTION_MILLIS);
    p.put(StreamsConfig.WINDOW_STORE_CHANGE_LOG_ADDITIONAL_RETENTION_MS_CONFIG, FADED_MILLIS);
    p.put(
        StreamsConfig.topicPrefix(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG),
        TimestampType.LOG_APPEND_TIME.name);
    p.put(
        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), LARGEST_UNCOMPRESSED);
    p.put(StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), LARGEST_UNCOMPRESSED);
    p.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    p.put(
        StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
        TRANSACTION_MILLIS);
    p.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_MILLIS);
    p.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
        HEARTBEAT_MILLIS);
    p.put(
        StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG),
        RECORDS_AT_A_TIME);
    p.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    if (!settings.instanceId().isEmpty()) {
      p.put(
          StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
          settings.instanceId());
    }
    p.putAll(more);
    return p;
  }
}

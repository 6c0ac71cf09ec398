package io.glasswatch.contract;

import org.apache.kafka.common.serialization.Serde;

/**
 * A Kafka topic together with how its keys and values are written.
 *
 * @param name the topic's name
 * @param keys how keys are written
 * @param values how values are written
 */
public record Topic<K, V>(String name, Serde<K> keys, Serde<V> values) {

  public Topic {
    Require.notBlank(name, "name");
    Require.that(keys != null && values != null, "topic %s needs serdes", name);
  }
}

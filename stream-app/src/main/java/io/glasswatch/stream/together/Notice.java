package io.glasswatch.stream.together;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.glasswatch.contract.Serdes;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** What those who remember subjects are told, keyed by subject. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "notice")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Sighting.class, name = "sighting"),
  @JsonSubTypes.Type(value = Forgotten.class, name = "forgotten")
})
public sealed interface Notice permits Sighting, Forgotten {

  /** How a notice is written to the internal topic. */
  Serde<Notice> SERDE = Serdes.binary(Notice.class);

  /** A sighting goes to its subject; what is to be forgotten may be remembered anywhere. */
  StreamPartitioner<String, Notice> TO_WHOM_IT_CONCERNS =
      (topic, key, notice, partitions) ->
          notice instanceof Forgotten ? Optional.of(all(partitions)) : Optional.empty();

  private static Set<Integer> all(int partitions) {
    return IntStream.range(0, partitions).boxed().collect(Collectors.toSet());
  }
}

package io.glasswatch.stream.join;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.stream.state.TimedKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationKeyTest {

  private static final List<String> CONVERSATIONS =
      List.of("a", "ab", "b", "a\0", "a\0b", "\uffff", "会话", "a".repeat(300));

  @ParameterizedTest
  @ValueSource(strings = {"a", "ab", "a\0", "会话"})
  void theRangeOfAConversationHoldsItsCasesInTheOrderOfTimeAndNoOthers(String conversation) {
    SortedMap<Bytes, ConversationKey> keys = new TreeMap<>();
    for (String other : CONVERSATIONS) {
      for (long millis : List.of(0L, 1L, 255L, 256L, 1_800_000_000_000L)) {
        put(keys, new ConversationKey(other, new TimedKey(Instant.ofEpochMilli(millis), "id")));
      }
    }
    List<ConversationKey> found =
        new ArrayList<>(
            keys.subMap(
                    bytes(ConversationKey.first(conversation)),
                    bytes(ConversationKey.last(conversation)))
                .values());
    assertThat(found).hasSize(5).allMatch(key -> key.conversation().equals(conversation));
    assertThat(found.stream().map(key -> key.opened().time())).isSorted();
  }

  private static void put(Map<Bytes, ConversationKey> keys, ConversationKey key) {
    Bytes bytes = bytes(key);
    ConversationKey back =
        ConversationKey.serde().deserializer().deserialize("any topic", bytes.get());
    assertThat(back).isEqualTo(key);
    keys.put(bytes, key);
  }

  private static Bytes bytes(ConversationKey key) {
    return Bytes.wrap(ConversationKey.serde().serializer().serialize("any topic", key));
  }
}

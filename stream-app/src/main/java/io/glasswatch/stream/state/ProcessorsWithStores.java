package io.glasswatch.stream.state;

import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Makes processors together with the stores that they use.
 *
 * @param processors makes a new processor each time
 * @param stores what adds their stores to a topology
 */
public record ProcessorsWithStores<K1, V1, K2, V2>(
    Supplier<Processor<K1, V1, K2, V2>> processors, Set<StoreBuilder<?>> stores)
    implements ProcessorSupplier<K1, V1, K2, V2> {

  public ProcessorsWithStores {
    stores = Set.copyOf(stores);
  }

  @Override
  public Processor<K1, V1, K2, V2> get() {
    return processors.get();
  }
}

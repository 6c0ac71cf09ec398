package io.glasswatch.stream.once;

import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Require;
import io.glasswatch.stream.once.OnceEvents.Again;
import io.glasswatch.stream.state.FadingStore;
import io.glasswatch.stream.state.ProcessorsWithStores;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.WindowStore;

/**
 * Forwards each interaction once: drops one that comes again with the same id and the same content.
 * An id alone hides nothing.
 *
 * <p>What came is remembered for at least the window, and at most twice as long, in the time of the
 * log: that of its latest record here, but never ahead of the clock on the wall, so that a record
 * from the future makes nothing forgotten. Remembered are hashes, of {@value #MOST_CONTENTS}
 * contents an id at most.
 */
public final class OnceProcessor implements Processor<String, Interaction, String, Interaction> {

  private static final int MOST_CONTENTS = 16;

  /** By id the contents that came under it, one behind the other, the oldest first. */
  private static final FadingStore<Bytes, byte[]> SEEN =
      new FadingStore<>("interactions-seen", Serdes.Bytes(), Serdes.ByteArray());

  private final long windowMillis;
  private final OnceEvents events;
  private final Traits traits = new Traits();
  private ProcessorContext<String, Interaction> context;
  private WindowStore<Bytes, byte[]> seen;

  private OnceProcessor(Duration window, OnceEvents events) {
    this.windowMillis = window.toMillis();
    this.events = events;
  }

  /**
   * Returns what makes these processors, together with their store.
   *
   * @param window how long an interaction is remembered, at least 1 ms
   */
  public static ProcessorSupplier<String, Interaction, String, Interaction> supplier(
      Duration window, OnceEvents events) {
    Require.that(window.toMillis() >= 1, "window must be at least 1 ms, but was %s", window);
    return new ProcessorsWithStores<>(
        () -> new OnceProcessor(window, events), Set.of(SEEN.builder(window)));
  }

  @Override
  public void init(ProcessorContext<String, Interaction> context) {
    this.context = context;
    this.seen = SEEN.of(context);
  }

  @Override
  public void process(Record<String, Interaction> record) {
    Bytes id = traits.id(record.value());
    byte[] content = traits.content(record.value());
    long now = Math.min(context.currentStreamTimeMs(), context.currentSystemTimeMs());
    long slot = now - now % windowMillis;
    byte[] known = seen.fetch(id, slot);
    byte[] before = seen.fetch(id, slot - windowMillis);
    if (holds(known, content) || holds(before, content)) {
      events.again(Again.DUPLICATE);
      return;
    }
    if (known != null || before != null) {
      events.again(Again.REUSED_ID);
    }
    seen.put(id, known == null ? content : with(known, content), slot);
    context.forward(record);
  }

  private static boolean holds(byte[] contents, byte[] content) {
    int length = content.length;
    for (int at = 0; contents != null && at < contents.length; at += length) {
      if (Arrays.equals(contents, at, at + length, content, 0, length)) {
        return true;
      }
    }
    return false;
  }

  /** Returns {@code contents} with one more; the oldest goes if there are too many. */
  private static byte[] with(byte[] contents, byte[] content) {
    int most = (MOST_CONTENTS - 1) * content.length;
    int from = Math.max(0, contents.length - most);
    byte[] all = Arrays.copyOfRange(contents, from, contents.length + content.length);
    System.arraycopy(content, 0, all, contents.length - from, content.length);
    return all;
  }
}

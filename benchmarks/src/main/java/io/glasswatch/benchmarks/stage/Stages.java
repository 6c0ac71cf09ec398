package io.glasswatch.benchmarks.stage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.glasswatch.benchmarks.harness.Comparison;
import io.glasswatch.benchmarks.harness.Contender;
import io.glasswatch.benchmarks.harness.Effort;
import io.glasswatch.benchmarks.harness.Interleaved;
import io.glasswatch.benchmarks.harness.Report;
import io.glasswatch.contract.Assessment;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Message;
import io.glasswatch.contract.Topics;
import io.glasswatch.stream.audit.entry.Facts;
import io.glasswatch.stream.audit.entry.Pseudonyms;
import io.glasswatch.stream.audit.log.Chain;
import io.glasswatch.stream.audit.tree.Hash;
import io.glasswatch.stream.detect.Detector;
import io.glasswatch.stream.detect.check.Check;
import io.glasswatch.stream.detect.check.Checks;
import io.glasswatch.stream.detect.learned.Learned;
import io.glasswatch.stream.detect.overtime.History;
import io.glasswatch.stream.detect.overtime.PatternsOverTime;
import io.glasswatch.stream.detect.rule.RuleSet;
import io.glasswatch.stream.detect.signal.Signals;
import io.glasswatch.stream.drift.count.Measured;
import io.glasswatch.stream.drift.count.WindowCounts;
import io.glasswatch.stream.ingest.Formats;
import io.glasswatch.stream.ingest.RawRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.apache.kafka.common.serialization.Serializer;

/** What each stage costs for interactions of 1.7 KB, on one thread, beside what bounds it. */
public final class Stages {

  private static final int DISTINCT = 500;

  private final Drawn drawn = Drawn.of(1_700, DISTINCT);
  private final Interleaved turns;
  private final int laps;

  /** The latest result: what is looked at by nobody, the compiler may leave out. */
  private volatile Object seen;

  private Stages(Effort effort, Consumer<String> progress) {
    turns = new Interleaved(effort.of(3, 2, 1), effort.rounds(), progress);
    laps = effort.of(30, 10, 1);
  }

  /** Measures every stage. */
  public static Report run(Effort effort, Consumer<String> progress) throws Exception {
    return new Stages(effort, progress).measured();
  }

  private Report measured() throws Exception {
    return Report.of(List.of(decode(), scan(), detect(), later(), audit(), encode()), Map.of());
  }

  /** Lap after lap over all that was drawn. */
  private <T> Contender each(String name, List<T> items, Function<T, Object> work) {
    return Contender.of(
        name,
        (long) laps * items.size(),
        () -> {
          for (int lap = 0; lap < laps; lap++) {
            for (T item : items) {
              seen = work.apply(item);
            }
          }
        });
  }

  private Comparison decode() throws Exception {
    Formats formats = Formats.standard();
    ObjectMapper jackson = new ObjectMapper();
    return turns.run(
        "decode",
        each("Jackson skips through", drawn.raw(), bytes -> skip(jackson, bytes)),
        List.of(
            each("CRC32C of the bytes", drawn.raw(), Stages::checksum),
            each("Jackson makes a tree", drawn.raw(), bytes -> tree(jackson, bytes)),
            each(
                "any format to an interaction",
                drawn.raw(),
                bytes -> formats.read(new RawRecord(bytes, Instant.EPOCH, Map.of())))));
  }

  private Comparison scan() throws Exception {
    try (Detector rules = Detector.of(RuleSet.standard(), new Signals(List.of()))) {
      return turns.run(
          "detect by rules",
          each("sum of the characters", drawn.interactions(), Stages::sum),
          List.of(each("all rule packs and checks", drawn.interactions(), rules::assess)));
    }
  }

  private Comparison detect() throws Exception {
    Learned learned = Learned.shipped();
    Signals signals = Signals.standard();
    try (Detector all = Detector.of(RuleSet.standard(), signals, learned)) {
      return turns.run(
          "detect",
          each("sum of the characters", drawn.interactions(), Stages::sum),
          List.of(
              each(
                  "checks",
                  drawn.interactions(),
                  item -> {
                    int found = 0;
                    for (Check check : Checks.ALL) {
                      found += check.find(item).isPresent() ? 1 : 0;
                    }
                    return found;
                  }),
              each("signals", drawn.interactions(), item -> signals.measure(item, List.of())),
              each(
                  "trained detectors",
                  drawn.interactions(),
                  item -> learned.judge(item, List.of())),
              each(
                  "PII tagger",
                  drawn.interactions(),
                  item -> learned.tagger().tag(item.responseText())),
              each("all together", drawn.interactions(), all::assess)));
    }
  }

  private Comparison later() throws Exception {
    Map<String, History> histories = new HashMap<>();
    long[] counts = new long[20];
    WindowCounts[] windows = {new WindowCounts(), new WindowCounts(), new WindowCounts()};
    return turns.run(
        "drift and patterns over time",
        each("20 counters", drawn.assessments(), item -> incremented(counts)),
        List.of(
            each(
                "drift, in three scopes",
                drawn.assessments(),
                item -> {
                  Measured measured = Measured.of(item.signals());
                  for (WindowCounts window : windows) {
                    window.add(measured);
                  }
                  return measured;
                }),
            each(
                "patterns over time",
                drawn.assessments(),
                item -> {
                  History before = histories.getOrDefault(item.conversation(), History.EMPTY);
                  return histories.put(
                      item.conversation(), PatternsOverTime.observe(before, item).history());
                })));
  }

  private Comparison audit() throws Exception {
    Facts facts = new Facts(new Pseudonyms(new byte[Pseudonyms.SECRET_BYTES]));
    Chain.Writer writer = new Chain.Writer("bench", "bench", Hash.EMPTY.hex());
    Chain[] chain = {Chain.EMPTY};
    List<byte[]> entries =
        drawn.assessments().stream()
            .map(a -> Chain.EMPTY.append(writer, Instant.EPOCH, Instant.EPOCH, facts.of(a)).entry())
            .toList();
    return turns.run(
        "audit",
        each("SHA-256 of the entry", entries, Hash::ofLeaf),
        List.of(
            each(
                "fact, entry, chain and tree",
                drawn.assessments(),
                item ->
                    chain[0] =
                        chain[0]
                            .append(writer, Instant.EPOCH, Instant.EPOCH, facts.of(item))
                            .chain())));
  }

  private Comparison encode() throws Exception {
    Serializer<Assessment> json = Topics.ASSESSMENTS.values().serializer();
    List<byte[]> written = drawn.assessments().stream().map(a -> json.serialize("", a)).toList();
    var back = Topics.ASSESSMENTS.values().deserializer();
    return turns.run(
        "encode",
        each("copy of the bytes", written, bytes -> bytes.clone()),
        List.of(
            each("assessment to JSON", drawn.assessments(), item -> json.serialize("", item)),
            each("JSON to assessment", written, bytes -> back.deserialize("", bytes))));
  }

  private static Object skip(ObjectMapper jackson, byte[] bytes) {
    try (JsonParser parser = jackson.createParser(bytes)) {
      while (parser.nextToken() != null) {
        parser.skipChildren();
      }
      return parser;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object tree(ObjectMapper jackson, byte[] bytes) {
    try {
      return jackson.readTree(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object checksum(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return sum.getValue();
  }

  private static Object sum(Interaction interaction) {
    long sum = 0;
    for (List<Message> messages : List.of(interaction.request(), interaction.response())) {
      for (Message message : messages) {
        String text = message.text();
        for (int i = 0; i < text.length(); i++) {
          sum += text.charAt(i);
        }
      }
    }
    return sum;
  }

  private static Object incremented(long[] counts) {
    for (int i = 0; i < counts.length; i++) {
      counts[i]++;
    }
    return counts;
  }
}

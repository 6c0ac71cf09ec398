package io.glasswatch.explainer;

import static io.glasswatch.contract.Sample.Reason.FLAGGED;
import static io.glasswatch.contract.Sample.Reason.SAMPLED;
import static io.glasswatch.explainer.Requests.interaction;
import static io.glasswatch.explainer.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Explanation;
import io.glasswatch.contract.ExplanationRequest;
import io.glasswatch.contract.Topics;
import io.glasswatch.embedded.EmbeddedKafka;
import io.glasswatch.embedded.JavaProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("full")
@Timeout(480)
class WorkerKilledTest {

  private static final int KILLS = 10;
  private static final int A_LIFE = 60;
  private static final int LATE_EVERY = 20;

  @TempDir private Path dir;

  private final Random random = new Random(1);

  /** What was answered, by interaction: each id of an answer, and each outcome. */
  private final Map<String, Set<String>> ids = new HashMap<>();

  private final Map<String, Set<String>> outcomes = new HashMap<>();
  private int sent;

  @Test
  void killedTenTimesInTheMiddleOfItsWorkItAnswersEveryRequestUnderOneId() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(dir.resolve("kafka"));
        KafkaConsumer<String, Explanation> answers = topics(kafka)) {
      for (int life = 0; life < KILLS; life++) {
        send(kafka);
        try (JavaProcess worker = start(kafka)) {
          int before = ids.size();
          while (ids.size() == before) {
            read(answers);
          }
          TimeUnit.MILLISECONDS.sleep(random.nextInt(300));
          worker.kill();
        }
        read(answers);
        assertThat(ids.size()).as("killed before it was done").isLessThan(sent);
      }
      try (JavaProcess worker = start(kafka)) {
        while (ids.size() < sent && worker.isAlive()) {
          read(answers);
        }
        TimeUnit.SECONDS.sleep(2);
        read(answers);
      }
    }
    assertThat(ids.keySet()).isEqualTo(all());
    assertThat(ids.values()).allSatisfy(each -> assertThat(each).hasSize(1));
    outcomes.forEach(
        (id, each) ->
            assertThat(each).as(id).containsExactly(isLate(id) ? "expired" : "explained"));
  }

  private JavaProcess start(EmbeddedKafka kafka) throws Exception {
    JavaProcess worker =
        JavaProcess.start(
            ExplainerWorker.class,
            Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers(),
                "METRICS_PORT", "-1",
                "BATCH_REQUESTS", "4",
                "EXPLAIN_METHODS", "saliency"),
            "512m",
            dir.resolve("worker.log"));
    worker.awaitLine("explaining");
    return worker;
  }

  private static KafkaConsumer<String, Explanation> topics(EmbeddedKafka kafka) throws Exception {
    Map<String, Object> servers = Map.of("bootstrap.servers", kafka.bootstrapServers());
    try (Admin admin = Admin.create(servers)) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(Topics.EXPLANATION_REQUESTS.name(), 1, (short) 1),
                  new NewTopic(Topics.EXPLANATIONS.name(), 1, (short) 1)))
          .all()
          .get();
    }
    KafkaConsumer<String, Explanation> consumer =
        new KafkaConsumer<>(
            servers,
            Topics.EXPLANATIONS.keys().deserializer(),
            Topics.EXPLANATIONS.values().deserializer());
    List<TopicPartition> partition = List.of(new TopicPartition(Topics.EXPLANATIONS.name(), 0));
    consumer.assign(partition);
    consumer.seekToBeginning(partition);
    return consumer;
  }

  private void read(KafkaConsumer<String, Explanation> answers) {
    answers
        .poll(Duration.ofMillis(200))
        .forEach(
            record -> {
              Explanation answer = record.value();
              byte[] id = record.headers().lastHeader("answer-id").value();
              ids.computeIfAbsent(answer.interaction(), i -> new HashSet<>())
                  .add(new String(id, StandardCharsets.US_ASCII));
              outcomes
                  .computeIfAbsent(answer.interaction(), i -> new HashSet<>())
                  .add(
                      answer instanceof Explanation.Unexplained unexplained
                          ? unexplained.reason()
                          : "explained");
            });
  }

  private void send(EmbeddedKafka kafka) throws Exception {
    try (KafkaProducer<String, ExplanationRequest> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            Topics.EXPLANATION_REQUESTS.keys().serializer(),
            Topics.EXPLANATION_REQUESTS.values().serializer())) {
      for (int i = 0; i < A_LIFE; i++) {
        String id = "i-" + sent++;
        // The others have an hour, however slow the machine.
        Instant asked =
            isLate(id) ? Instant.now().minusSeconds(3600) : Instant.now().plusSeconds(3600);
        producer
            .send(
                new ProducerRecord<>(
                    Topics.EXPLANATION_REQUESTS.name(),
                    id,
                    request(
                        interaction(id, "Where is my parcel?", "On its way, I am told."),
                        random.nextBoolean() ? FLAGGED : SAMPLED,
                        asked)))
            .get();
      }
    }
  }

  private Set<String> all() {
    Set<String> all = new HashSet<>();
    IntStream.range(0, sent).forEach(i -> all.add("i-" + i));
    return all;
  }

  private static boolean isLate(String id) {
    return Integer.parseInt(id.substring(2)) % LATE_EVERY == 0;
  }
}

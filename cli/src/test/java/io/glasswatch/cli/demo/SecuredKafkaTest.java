package io.glasswatch.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glasswatch.cli.demo.report.DemoReport;
import io.glasswatch.cli.demo.traffic.Story;
import io.glasswatch.contract.Topics;
import io.glasswatch.contract.access.Right;
import io.glasswatch.contract.config.KafkaConnection;
import io.glasswatch.contract.config.Settings;
import io.glasswatch.explainer.ExplainerWorker;
import io.glasswatch.explainer.WorkerConfig;
import io.glasswatch.stream.StreamApp;
import io.glasswatch.stream.StreamSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecuredKafkaTest {

  @TempDir private static Path dir;

  private static DemoKafka kafka;

  @BeforeAll
  static void start() {
    kafka = DemoKafka.secured(dir.resolve("kafka"));
  }

  @AfterAll
  static void stop() {
    if (kafka != null) {
      kafka.close();
    }
  }

  @Test
  void whoeverLacksARightIsToldWhich() throws Exception {
    List<Right> all = StreamApp.rights(settings(Map.of()));
    List<Right> taken =
        List.of(
            Right.topic(AclOperation.READ, Topics.EXPLANATIONS),
            Right.topic(AclOperation.WRITE, Topics.CASES),
            Right.group(AclOperation.READ, "glasswatch"),
            Right.transactions("glasswatch-"));
    assertThat(all).containsAll(taken);

    for (Right right : taken) {
      List<Right> given = new ArrayList<>(all);
      given.remove(right);
      Map<String, String> user = kafka.user("without-" + taken.indexOf(right), given);
      assertThatThrownBy(() -> StreamApp.start(settings(user)))
          .hasMessageContaining("Kafka does not allow this user:\n")
          .hasMessageContaining("  " + right);
    }
    assertThatThrownBy(
            () -> ExplainerWorker.start(WorkerConfig.from(kafka.user("nobody", List.of()))))
        .hasMessage(
            """
            Kafka does not allow this user:
              READ on topic llm.explanation-requests
              READ on group glasswatch-explainer
              WRITE on topic llm.explanations""");
  }

  @Test
  void aProducerMayWriteTheLogAndNothingElse() throws Exception {
    try (Admin admin = Admin.create(kafka.observer().with(Map.of()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(Topics.INTERACTIONS.name(), 1, (short) 1),
                  new NewTopic(Topics.CASES.name(), 1, (short) 1)))
          .all()
          .get();
    }
    Map<String, String> fleet =
        kafka.user("fleet", List.of(Right.topic(AclOperation.WRITE, Topics.INTERACTIONS)));

    send(connection(fleet), Topics.INTERACTIONS.name());
    assertThatThrownBy(() -> send(connection(fleet), Topics.CASES.name()))
        .hasCauseInstanceOf(TopicAuthorizationException.class);
  }

  @Test
  void nobodyComesInWithoutAPassword() throws Exception {
    Map<String, String> properties = new HashMap<>(kafka.observer().client());
    properties.computeIfPresent(
        "sasl.jaas.config", (key, login) -> login.replaceAll("password=\"[^\"]*", "password=\"x"));
    KafkaConnection wrong = new KafkaConnection(kafka.observer().bootstrapServers(), properties);

    try (Admin admin = Admin.create(wrong.with(Map.of()))) {
      assertThatThrownBy(() -> admin.listTopics().names().get())
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(SaslAuthenticationException.class);
    }
  }

  @Test
  @Tag("full")
  void theWholeStoryPassesWithTlsPasswordsAndNoMoreRightsThanListed() throws Exception {
    Duration length = Duration.ofSeconds(40);
    Story story = new Story(length, Story.sensibleRate(length), 1);
    Screen screen = new Screen(new PrintWriter(new StringWriter(), true), false);
    try (Demo demo = Demo.startSecured(dir.resolve("demo"), 0, Performance.settings(story))) {
      DemoReport report = new Performance(story, false, screen, new CountDownLatch(1)).in(demo);

      assertThat(report.problems()).isEmpty();
    }
  }

  private static StreamSettings settings(Map<String, String> user) {
    Map<String, String> env = new HashMap<>();
    env.put("KAFKA_BOOTSTRAP_SERVERS", kafka.observer().bootstrapServers());
    env.put("STATE_DIR", dir.resolve("state").toString());
    env.put("HTTP_PORT", "0");
    env.putAll(user);
    return StreamSettings.from(env);
  }

  private static KafkaConnection connection(Map<String, String> user) {
    return KafkaConnection.from(new Settings(user));
  }

  private static void send(KafkaConnection kafka, String topic) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            kafka.with(Map.of()), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, new byte[1])).get();
    }
  }
}

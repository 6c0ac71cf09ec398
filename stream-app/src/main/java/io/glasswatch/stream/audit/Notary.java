package io.glasswatch.stream.audit;

import io.glasswatch.contract.Topics;
import io.glasswatch.contract.access.Right;
import io.glasswatch.contract.config.KafkaConnection;
import io.glasswatch.stream.audit.log.LogDirectory;
import io.glasswatch.stream.audit.note.Checkpoint;
import io.glasswatch.stream.audit.note.NoteSigner;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs the heads of the logs once they are committed, and keeps the signed checkpoints in two
 * places: a topic and a directory. It signs nothing that is not longer than, or the same as, what
 * it or another instance signed before.
 */
public final class Notary implements AutoCloseable {

  private static final Logger LOGGER = LoggerFactory.getLogger(Notary.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration RETRY = Duration.ofSeconds(2);

  /** How long the logs of an instance that was killed go unsigned; Kafka's default is 45 s. */
  private static final int SESSION_MILLIS = 10_000;

  private final KafkaConnection kafka;
  private final String group;
  private final AuditWriter audit;
  private final NoteSigner signer;
  private final LogDirectory directory;
  private final Map<Integer, Checkpoint> last = new HashMap<>();
  private final Thread thread = new Thread(this::run, "notary");
  private volatile boolean closing;

  private Notary(KafkaConnection kafka, String group, AuditWriter audit, NoteSigner signer) {
    this.kafka = kafka;
    this.group = group;
    this.audit = audit;
    this.signer = signer;
    this.directory = new LogDirectory(audit.settings().directory());
  }

  /** Returns what the notary of an application must be allowed to do in Kafka. */
  public static List<Right> rights(String applicationId) {
    return List.of(
        Right.topic(AclOperation.READ, Head.TOPIC),
        Right.topic(AclOperation.READ, Topics.AUDIT_CHECKPOINTS),
        Right.topic(AclOperation.WRITE, Topics.AUDIT_CHECKPOINTS),
        Right.group(AclOperation.READ, group(applicationId)));
  }

  private static String group(String applicationId) {
    return applicationId + "-notary";
  }

  /** Starts to sign, and says in the log which key it signs with. */
  public static Notary start(
      KafkaConnection kafka, String applicationId, AuditWriter audit, NoteSigner signer) {
    Notary notary = new Notary(kafka, group(applicationId), audit, signer);
    notary.directory.write(List.of(signer.key()));
    LOGGER.atInfo().addKeyValue("key", signer.key().text()).log("the audit log is signed");
    notary.thread.start();
    return notary;
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closing) {
      try (KafkaConsumer<Integer, Head> heads = heads();
          KafkaProducer<Integer, String> topic = producer()) {
        heads.subscribe(List.of(Head.TOPIC.name()), new Assignment());
        while (!closing) {
          sign(heads, topic);
        }
      } catch (RuntimeException | ExecutionException e) {
        LOGGER.atError().addKeyValue("cause", e.toString()).log("cannot sign the audit log");
        audit.events().unsigned();
        pause();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Signs the latest head of each log that has one. */
  private void sign(KafkaConsumer<Integer, Head> heads, KafkaProducer<Integer, String> topic)
      throws ExecutionException, InterruptedException {
    Map<Integer, Head> latest = new HashMap<>();
    for (ConsumerRecord<Integer, Head> record : heads.poll(POLL)) {
      latest.put(record.partition(), record.value());
    }
    for (Map.Entry<Integer, Head> head : latest.entrySet()) {
      sign(head.getKey(), head.getValue().checkpoint(), topic);
    }
    if (!latest.isEmpty()) {
      heads.commitSync();
    }
  }

  private void sign(int partition, Checkpoint head, KafkaProducer<Integer, String> topic)
      throws ExecutionException, InterruptedException {
    audit.events().head(partition, head.size());
    Optional<Checkpoint> before = Optional.ofNullable(last.get(partition));
    if (before.isPresent() && !head.continues(before.get())) {
      LOGGER
          .atError()
          .addKeyValue("log", head.origin())
          .addKeyValue("entries", head.size())
          .addKeyValue("signed", before.get().size())
          .log("the audit log does not continue what was signed; it is signed no more");
      audit.events().broken(partition);
      return;
    }
    if (before.isEmpty() || head.size() > before.get().size()) {
      String note = signer.sign(head.text());
      directory.append(partition, note);
      topic
          .send(new ProducerRecord<>(Topics.AUDIT_CHECKPOINTS.name(), partition, partition, note))
          .get();
    }
    last.put(partition, head);
    audit.events().signed(partition, head.size(), head.at());
  }

  private void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(RETRY.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private KafkaConsumer<Integer, Head> heads() {
    return new KafkaConsumer<>(
        kafka.with(
            Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                group,
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                SESSION_MILLIS,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false)),
        Head.TOPIC.keys().deserializer(),
        Head.TOPIC.values().deserializer());
  }

  private KafkaProducer<Integer, String> producer() {
    return new KafkaProducer<>(
        kafka.with(Map.of(ProducerConfig.ACKS_CONFIG, "all")),
        Topics.AUDIT_CHECKPOINTS.keys().serializer(),
        Topics.AUDIT_CHECKPOINTS.values().serializer());
  }

  /** Learns what was signed before, here or elsewhere, of each log that it is to sign. */
  private final class Assignment implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      try (LogTopic topic = LogTopic.open(kafka)) {
        for (TopicPartition assigned : partitions) {
          int partition = assigned.partition();
          last.remove(partition);
          known(topic.lastCheckpoint(partition), partition);
          known(directory.lastCheckpoint(partition), partition);
        }
      } catch (KafkaException e) {
        throw new IllegalStateException("cannot read what was signed before", e);
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      partitions.forEach(
          revoked -> {
            last.remove(revoked.partition());
            audit.events().handedOver(revoked.partition());
          });
    }
  }

  /** The signature is not checked: the notary must not sign less than anybody ever claimed. */
  private void known(Optional<String> note, int partition) {
    note.flatMap(Checkpoint::unchecked)
        .filter(c -> !last.containsKey(partition) || c.size() > last.get(partition).size())
        .ifPresent(c -> last.put(partition, c));
  }
}

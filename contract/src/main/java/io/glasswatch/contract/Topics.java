package io.glasswatch.contract;

import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;

/**
 * Every topic. All but the first and the rejected are keyed by conversation, and co-partitioned.
 */
public final class Topics {

  private static final Serde<String> TEXT = org.apache.kafka.common.serialization.Serdes.String();
  private static final Serde<Integer> NUMBER =
      org.apache.kafka.common.serialization.Serdes.Integer();
  private static final Serde<byte[]> BYTES =
      org.apache.kafka.common.serialization.Serdes.ByteArray();

  /** The live log, in any of the formats that ingest reads; its key means nothing to us. */
  public static final Topic<byte[], byte[]> INTERACTIONS =
      new Topic<>("llm.interactions", BYTES, BYTES);

  /** What could not be read, with its bytes and the reason. */
  public static final Topic<byte[], Rejected> REJECTED =
      new Topic<>("llm.rejected", BYTES, new RejectedSerde());

  /** What was decided about every interaction, without its text. */
  public static final Topic<String, Assessment> ASSESSMENTS =
      new Topic<>("llm.assessments", TEXT, Serdes.json(Assessment.class));

  /** Flagged and sampled interactions, for the explainer workers. */
  public static final Topic<String, ExplanationRequest> EXPLANATION_REQUESTS =
      new Topic<>("llm.explanation-requests", TEXT, Serdes.binary(ExplanationRequest.class));

  /** The workers' answers. */
  public static final Topic<String, Explanation> EXPLANATIONS =
      new Topic<>("llm.explanations", TEXT, Serdes.binary(Explanation.class));

  /** Interaction, findings and explanation, once the explanation came or its deadline passed. */
  public static final Topic<String, Case> CASES =
      new Topic<>("llm.cases", TEXT, Serdes.json(Case.class));

  /** Every transition of every alert; keyed by fingerprint. */
  public static final Topic<String, Alert> ALERTS =
      new Topic<>("llm.alerts", TEXT, Serdes.json(Alert.class));

  /** Rule packs that are in force besides those that ship, as YAML; keyed by the pack's name. */
  public static final Topic<String, String> RULES = new Topic<>("llm.rules", TEXT, TEXT);

  /** What people who read cases say of them. */
  public static final Topic<String, Review> REVIEWS =
      new Topic<>("llm.reviews", TEXT, Serdes.json(Review.class));

  /** What people did with the system, for the audit. */
  public static final Topic<String, Operation> OPERATIONS =
      new Topic<>("llm.operations", TEXT, Serdes.json(Operation.class));

  /** Whose texts are to be erased; each stands once in every partition. */
  public static final Topic<String, Erasure> ERASURES =
      new Topic<>("llm.erasures", TEXT, Serdes.json(Erasure.class));

  /** Which drift references are to be frozen anew. */
  public static final Topic<String, Freeze> FREEZES =
      new Topic<>("llm.freezes", TEXT, Serdes.json(Freeze.class));

  /** The audit log: in each partition a chain of entries, keyed by the partition's number. */
  public static final Topic<Integer, byte[]> AUDIT = new Topic<>("llm.audit", NUMBER, BYTES);

  /** Signed checkpoints of the audit log, one note each, keyed by the partition's number. */
  public static final Topic<Integer, String> AUDIT_CHECKPOINTS =
      new Topic<>("llm.audit-checkpoints", NUMBER, TEXT);

  /** The consumer group of the explainer workers; its lag is their backlog. */
  public static final String EXPLAINER_GROUP = "glasswatch-explainer";

  /** All of them, in the order of the flow. */
  public static final List<Topic<?, ?>> ALL =
      List.of(
          INTERACTIONS,
          REJECTED,
          ASSESSMENTS,
          EXPLANATION_REQUESTS,
          EXPLANATIONS,
          CASES,
          ALERTS,
          RULES,
          REVIEWS,
          OPERATIONS,
          ERASURES,
          FREEZES,
          AUDIT,
          AUDIT_CHECKPOINTS);

  /** Those that keep the latest value of each key for ever, and nothing else. */
  public static final Set<Topic<?, ?>> COMPACTED = Set.of(RULES);

  /** Those whose records meet in one task, and that so must share their number of partitions. */
  public static final Set<Topic<?, ?>> CO_PARTITIONED =
      Set.of(ASSESSMENTS, EXPLANATION_REQUESTS, EXPLANATIONS, ERASURES);

  /** Those that are never deleted by age. */
  public static final Set<Topic<?, ?>> KEPT = Set.of(AUDIT, AUDIT_CHECKPOINTS);

  private Topics() {}
}

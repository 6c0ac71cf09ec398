package io.glasswatch.contract;

import java.util.List;

/**
 * Every metric, by the name that Prometheus shows. Counters end in {@code _total} there, which the
 * client adds itself; base units only.
 */
public final class MetricNames {

  /** Stream app. */
  public static final String RECORDS = "llm_records_total";

  public static final String CONTENT_MISSING = "llm_content_missing_total";
  public static final String HALVES = "llm_halves_total";
  public static final String DUPLICATES = "llm_duplicates_total";
  public static final String RULE_CHANGES = "llm_rule_changes_total";
  public static final String INTERACTIONS = "llm_interactions_total";
  public static final String REJECTED = "llm_rejected_total";
  public static final String SCANNED = "llm_scanned_total";
  public static final String FLAGGED = "llm_flagged_total";
  public static final String SAMPLED = "llm_sampled_total";
  public static final String HTTP_REFUSED = "llm_http_refused_total";
  public static final String TEXT_MASKED = "llm_text_masked_total";
  public static final String EXPLAINED = "llm_explained_total";
  public static final String UNEXPLAINED = "llm_unexplained_total";
  public static final String CASES_PENDING = "llm_cases_pending";
  public static final String LATE_EXPLANATIONS = "llm_late_explanations_total";
  public static final String CASES_ERASED = "llm_cases_erased_total";
  public static final String CASE_PIECES_IGNORED = "llm_case_pieces_ignored_total";
  public static final String ATTRIBUTION_MASS = "llm_attribution_mass_total";
  public static final String ATTRIBUTION_WINDOWS = "llm_attribution_windows";
  public static final String ATTRIBUTION_WINDOWS_EXPIRED = "llm_attribution_windows_expired_total";
  public static final String ATTRIBUTIONS_UNKEPT = "llm_attributions_unkept_total";
  public static final String SIGHTINGS_UNSEEN = "llm_sightings_unseen_total";
  public static final String SUBJECTS_EXPIRED = "llm_subjects_expired_total";
  public static final String DRIFT_UNCOUNTED = "llm_drift_uncounted_total";
  public static final String DETECT_DURATION_SECONDS = "llm_detect_duration_seconds";
  public static final String DRIFT_SCORE_RATIO = "llm_drift_score_ratio";
  public static final String DRIFT_THRESHOLD_RATIO = "llm_drift_threshold_ratio";
  public static final String DRIFT_WINDOW_RECORDS = "llm_drift_window_records";
  public static final String DRIFT_REFERENCE_RECORDS = "llm_drift_reference_records";
  public static final String FAIRNESS_GROUP_INTERACTIONS = "llm_fairness_group_interactions";
  public static final String FAIRNESS_RATE_RATIO = "llm_fairness_rate_ratio";
  public static final String FAIRNESS_DIFFERENCE_RATIO = "llm_fairness_difference_ratio";
  public static final String FAIRNESS_DIFFERENCE_LOW_RATIO = "llm_fairness_difference_low_ratio";
  public static final String FAIRNESS_DIFFERENCE_HIGH_RATIO = "llm_fairness_difference_high_ratio";
  public static final String FAIRNESS_IMPACT_RATIO = "llm_fairness_impact_ratio";
  public static final String FAIRNESS_UNLIKE = "llm_fairness_unlike";
  public static final String ALERT_STATE = "llm_alert_state";
  public static final String ALERT_TRANSITIONS = "llm_alert_transitions_total";
  public static final String STATE_STORE_BYTES = "llm_state_store_bytes";
  public static final String STATE_STORE_LIMIT_BYTES = "llm_state_store_limit_bytes";
  public static final String STATE_TASKS_REMOVED = "llm_state_tasks_removed_total";
  public static final String REVIEWS = "llm_reviews_total";
  public static final String CASE_DURATION_SECONDS = "llm_case_duration_seconds";
  public static final String CONSUMER_LAG = "llm_consumer_lag_records";
  public static final String LABELS_FOLDED = "llm_labels_folded_total";

  public static final String AUDIT_ENTRIES = "llm_audit_entries_total";
  public static final String AUDIT_HEAD_ENTRIES = "llm_audit_head_entries";
  public static final String AUDIT_SIGNED_ENTRIES = "llm_audit_signed_entries";
  public static final String AUDIT_SIGNED_SECONDS = "llm_audit_signed_timestamp_seconds";
  public static final String AUDIT_BROKEN = "llm_audit_broken";
  public static final String AUDIT_UNSIGNED = "llm_audit_signing_failures_total";

  /** Explainer worker. */
  public static final String EXPLANATION_REQUESTS = "llm_explanation_requests_total";

  public static final String EXPLANATION_ANSWERS = "llm_explanation_answers_total";
  public static final String EXPLANATION_DURATION_SECONDS = "llm_explanation_duration_seconds";
  public static final String EXPLANATION_BATCH_SIZE = "llm_explanation_batch_size";
  public static final String EXPLANATION_QUEUE = "llm_explanation_queue";
  public static final String EXPLANATION_COMMITS_REFUSED = "llm_explanation_commits_refused_total";
  public static final String EXPLANATION_METHODS_UNAVAILABLE =
      "llm_explanation_methods_unavailable";
  public static final String EXPLANATION_DEVICE = "llm_explanation_device";
  public static final String EXPLANATION_DEVICE_FALLBACKS =
      "llm_explanation_device_fallbacks_total";
  public static final String EXPLANATION_MODEL_SWAPS = "llm_explanation_model_swaps_total";
  public static final String EXPLANATION_QUALITY_RATIO = "llm_explanation_quality_ratio";

  /** All of them; dashboards and alert rules may use no other name that starts with llm_. */
  public static final List<String> ALL =
      List.of(
          RECORDS,
          CONTENT_MISSING,
          HALVES,
          DUPLICATES,
          RULE_CHANGES,
          INTERACTIONS,
          REJECTED,
          SCANNED,
          FLAGGED,
          SAMPLED,
          TEXT_MASKED,
          HTTP_REFUSED,
          EXPLAINED,
          UNEXPLAINED,
          CASES_PENDING,
          LATE_EXPLANATIONS,
          CASES_ERASED,
          CASE_PIECES_IGNORED,
          ATTRIBUTION_MASS,
          ATTRIBUTION_WINDOWS,
          ATTRIBUTION_WINDOWS_EXPIRED,
          ATTRIBUTIONS_UNKEPT,
          SIGHTINGS_UNSEEN,
          SUBJECTS_EXPIRED,
          DRIFT_UNCOUNTED,
          DETECT_DURATION_SECONDS,
          DRIFT_SCORE_RATIO,
          DRIFT_THRESHOLD_RATIO,
          DRIFT_WINDOW_RECORDS,
          DRIFT_REFERENCE_RECORDS,
          FAIRNESS_GROUP_INTERACTIONS,
          FAIRNESS_RATE_RATIO,
          FAIRNESS_DIFFERENCE_RATIO,
          FAIRNESS_DIFFERENCE_LOW_RATIO,
          FAIRNESS_DIFFERENCE_HIGH_RATIO,
          FAIRNESS_IMPACT_RATIO,
          FAIRNESS_UNLIKE,
          ALERT_STATE,
          ALERT_TRANSITIONS,
          STATE_STORE_BYTES,
          STATE_STORE_LIMIT_BYTES,
          STATE_TASKS_REMOVED,
          REVIEWS,
          CASE_DURATION_SECONDS,
          CONSUMER_LAG,
          LABELS_FOLDED,
          AUDIT_ENTRIES,
          AUDIT_HEAD_ENTRIES,
          AUDIT_SIGNED_ENTRIES,
          AUDIT_SIGNED_SECONDS,
          AUDIT_BROKEN,
          AUDIT_UNSIGNED,
          EXPLANATION_REQUESTS,
          EXPLANATION_ANSWERS,
          EXPLANATION_DURATION_SECONDS,
          EXPLANATION_BATCH_SIZE,
          EXPLANATION_QUEUE,
          EXPLANATION_COMMITS_REFUSED,
          EXPLANATION_METHODS_UNAVAILABLE,
          EXPLANATION_DEVICE,
          EXPLANATION_DEVICE_FALLBACKS,
          EXPLANATION_MODEL_SWAPS,
          EXPLANATION_QUALITY_RATIO);

  private MetricNames() {}
}

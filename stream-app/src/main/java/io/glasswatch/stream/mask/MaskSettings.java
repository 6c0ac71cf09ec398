package io.glasswatch.stream.mask;

import io.glasswatch.contract.config.Setting;
import io.glasswatch.contract.config.Settings;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of text before it is stored; {@link #SETTINGS} says what each part means.
 *
 * @param key what hashes are made with; there if something is hashed
 */
public record MaskSettings(TextPolicy policy, Treatment rejected, Optional<HashKey> key) {

  private static final Setting<TextPolicy> TEXT_POLICY =
      Setting.of(
          "TEXT_POLICY",
          "secret=mask,*=store",
          "category=treatment with commas; store, mask, hash or drop; * for all others",
          "what becomes of text in which something is found, before it is stored or sent on",
          TextPolicy::parse);

  private static final Setting<Treatment> REJECTED_POLICY =
      Setting.of(
          "REJECTED_POLICY",
          Treatment.MASK.id(),
          "store, mask, hash or drop",
          "what becomes of a record that cannot be read; mask looks in it as in a text, and drops"
              + " what is none",
          Treatment::of);

  private static final Setting<Optional<HashKey>> TEXT_HASH_KEY =
      new Setting<>(
          "TEXT_HASH_KEY",
          "",
          false,
          true,
          "at least 32 characters",
          "what hashes are made with; needed if something is hashed, and to follow one secret value"
              + " over many conversations; the same for every instance",
          secret -> secret.isEmpty() ? Optional.empty() : Optional.of(HashKey.of(secret)),
          key -> true);

  /** Every setting of masking. */
  public static final List<Setting<?>> SETTINGS =
      List.of(TEXT_POLICY, REJECTED_POLICY, TEXT_HASH_KEY);

  /** Reads the settings; what cannot be read is noted in {@code settings}. */
  public static MaskSettings from(Settings settings) {
    TextPolicy policy = settings.get(TEXT_POLICY);
    Treatment rejected = settings.get(REJECTED_POLICY);
    Optional<HashKey> key = settings.get(TEXT_HASH_KEY);
    settings.check(
        key.isPresent() || !policy.hashes(), "TEXT_POLICY hashes, which needs TEXT_HASH_KEY");
    settings.check(
        key.isPresent() || rejected != Treatment.HASH,
        "REJECTED_POLICY hashes, which needs TEXT_HASH_KEY");
    return new MaskSettings(policy, rejected, key);
  }
}

package io.glasswatch.stream.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glasswatch.contract.Category;
import io.glasswatch.contract.config.Settings;
import io.glasswatch.stream.detect.rule.RuleSet;
import io.glasswatch.stream.detect.text.Match;
import io.glasswatch.stream.detect.text.Scan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskerTest {

  private static final RuleSet RULES = RuleSet.standard();
  private static final Optional<HashKey> KEY = Optional.of(HashKey.of("k".repeat(32)));
  private static final String AWS = "AKIA" + "Q3EGRVLMZ7KXW5PD";

  @Test
  void ofEveryKindOfSecretNothingIsLeftAndAllElseStands() {
    try (Planted planted = new Planted(RULES, Set.of(Category.SECRET, Category.PII), 1)) {
      assertThat(planted.rulesPlanted()).isGreaterThanOrEqualTo(36);
      for (int n = 0; n < 1000; n++) {
        Planted.Plant plant = planted.plant(n);
        String text = "So: " + plant.text() + " \uD83D\uDE42 (as said)";
        String masked = masked("secret=mask,pii=mask", text);

        assertThat(masked)
            .as(plant.rule().id())
            .doesNotContain(plant.secret())
            .startsWith("So: ")
            .endsWith("\uD83D\uDE42 (as said)");
        assertThat(masked.codePoints().count()).isEqualTo(text.codePoints().count());
      }
    }
  }

  /** Adjacent matches that share the space between them, and more than the detector counts. */
  @Test
  void nothingThatTheRulesFindIsLeftHoweverMuchThereIs() {
    try (Planted planted = new Planted(RULES, Set.of(Category.SECRET, Category.PII), 2);
        Scan scan = RULES.scan()) {
      String text =
          IntStream.range(0, 3000)
              .mapToObj(n -> planted.plant(n).secret())
              .collect(Collectors.joining(" "));
      String masked = masked("*=mask", text);

      assertThat(valid(scan, masked)).isEmpty();
      assertThat(valid(scan, text)).hasSizeGreaterThan(1000);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          secret=mask     | key AKIAQ3EGRVLMZ7KXW5PD.       | key ████████████████████.
          secret=drop     | key AKIAQ3EGRVLMZ7KXW5PD.       | ''
          secret=store    | key AKIAQ3EGRVLMZ7KXW5PD.       | key AKIAQ3EGRVLMZ7KXW5PD.
          *=mask          | at 203.0.113.42 203.0.113.43 ok | at ████████████ ████████████ ok
          pii=mask        | at 203.0.113.42 203.0.113.43 ok | at ████████████ ████████████ ok
          secret=mask     | at 203.0.113.42 203.0.113.43 ok | at 203.0.113.42 203.0.113.43 ok
          secret=mask     | {"k":"AKIAQ3E\\u0047RVLMZ7KXW5PD"} | {"k":"█████████████████████████"}
          """)
  void whatIsFoundIsTreatedAsItsCategory(String policy, String text, String expected) {
    assertThat(masked(policy, text)).isEqualTo(expected);
  }

  @Test
  void aHashIsTheSameForTheSameSecretAndKeepsItsLength() {
    String one = masked("secret=hash", "first " + AWS + " end");
    String two = masked("secret=hash", "then  " + AWS + " end");
    String other = masked("secret=hash", "first AKIA" + "Q3EGRVLMZ7KXW5PE end");

    assertThat(one).matches("first #[0-9a-f]{16}███ end");
    assertThat(two.substring(6)).isEqualTo(one.substring(6));
    assertThat(other).isNotEqualTo(one).hasSameSizeAs(one);
  }

  @Test
  void theStricterTreatmentWinsWhereStretchesOverlap() {
    Cover cover = new Cover("0123456789");
    cover.add(0, 6, Treatment.HASH);
    cover.add(4, 8, Treatment.MASK);
    cover.add(5, 7, Treatment.HASH);

    assertThat(cover.shown(KEY)).matches("#[0-9a-f]{3}████89");
  }

  @Test
  void whatIsEncodedIsMaskedAsAWholeHoweverOftenSomethingElseComesFirst() {
    String noise =
        IntStream.range(0, 30)
            .mapToObj(i -> encoded("harmless words number " + i))
            .collect(Collectors.joining(" "));
    String hidden = encoded("the key is " + AWS);

    assertThat(masked("secret=mask", noise + " " + hidden))
        .isEqualTo(noise + " " + "█".repeat(hidden.length()));
  }

  @Test
  void whatWasFoundOnceIsAlsoMaskedWhereNothingTellsWhatItIs() {
    assertThat(masked("secret=mask", "password: Tr0ub4dor&3x! Yes, Tr0ub4dor&3x; Tr0ub4dor"))
        .isEqualTo("password: █████████████ Yes, ████████████; Tr0ub4dor");
  }

  @Test
  void aPrivateKeyIsMaskedToItsEnd() {
    String body = "MIIEpAIBAAKCAQEAq7Zp0xW4vT9kLmN2\nq7Zp0xW4vT9kLmN2bR8sYcD1eF6gHjK3\n".repeat(20);
    String key = "-----BEGIN RSA PRIVATE KEY-----\n" + body;
    String masked = masked("secret=mask", key + "-----END RSA PRIVATE KEY----- Bye.");

    assertThat(masked).startsWith("████").doesNotContain("q7Zp").endsWith(" Bye.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mask  | {"key": "AKIAQ3EGRVLMZ7KXW5PD | {"key": "████████████████████ | masked
          mask  | {"harmless": 1                | {"harmless": 1                | ''
          store | {"key": "AKIAQ3EGRVLMZ7KXW5PD | {"key": "AKIAQ3EGRVLMZ7KXW5PD | ''
          drop  | {"key": "AKIAQ3EGRVLMZ7KXW5PD | ''                            | 29 bytes not kept
          """)
  void ofARecordThatCannotBeReadOnlyThatIsKeptWhichMayBe(
      String treatment, String bytes, String kept, String note) {
    Kept result = kept(treatment, bytes.getBytes(StandardCharsets.UTF_8));

    assertThat(new String(result.bytes(), StandardCharsets.UTF_8)).isEqualTo(kept);
    assertThat(result.note()).isEqualTo(note);
  }

  @Test
  void bytesThatAreNoTextAreNotKept() {
    byte[] wide = ("key " + AWS).getBytes(StandardCharsets.UTF_16LE);

    assertThat(kept("mask", wide).bytes()).isEmpty();
    assertThat(kept("mask", new byte[] {(byte) 0xff, 'A'}).note()).isEqualTo("2 bytes not kept");
    assertThat(new String(kept("hash", wide).bytes(), StandardCharsets.US_ASCII))
        .matches("hmac-sha256:[0-9a-f]{64}");
  }

  @Test
  void aHashWithoutAKeyIsRefusedAndAShortKeyIsNotShown() {
    Settings settings =
        new Settings(
            Map.of(
                "TEXT_POLICY", "pii=hash", "REJECTED_POLICY", "hash", "TEXT_HASH_KEY", "hunter2"));
    MaskSettings.from(settings);

    assertThat(settings.problems())
        .containsExactly(
            "TEXT_HASH_KEY cannot be read from what is set: a key must have at least 32"
                + " characters, but has 7",
            "TEXT_POLICY hashes, which needs TEXT_HASH_KEY",
            "REJECTED_POLICY hashes, which needs TEXT_HASH_KEY");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          secret          | expected category=treatment, but found "secret"
          secret=hide     | a treatment is store, mask, hash or drop, but found "hide"
          pii=mask,pii=drop | category "pii" is given twice
          """)
  void aPolicyThatCannotBeReadSaysWhy(String written, String problem) {
    assertThatThrownBy(() -> TextPolicy.parse(written)).hasMessage(problem);
  }

  private static String masked(String policy, String text) {
    try (Masker masker = new Masker(RULES, TextPolicy.parse(policy), KEY, (c, t) -> {})) {
      return masker.masked(text);
    }
  }

  private static Kept kept(String treatment, byte[] bytes) {
    try (Masker masker = new Masker(RULES, TextPolicy.parse("secret=mask"), KEY, (c, t) -> {})) {
      return Kept.of(bytes, Treatment.of(treatment), masker, KEY);
    }
  }

  private static List<Match> valid(Scan scan, String text) {
    BitSet all = new BitSet();
    all.set(0, RULES.expressions());
    List<Match> valid = new ArrayList<>();
    for (Match match : scan.findAll(text, all)) {
      if (RULES.owner(match.expression()).valid(match.found())) {
        valid.add(match);
      }
    }
    return valid;
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}

package io.glasswatch.stream.detect.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RuleBookTest {

  private static final String PLUGH = pack("mine", "mine.word", "plugh");
  private static final RulePack SHIPPED = RulePack.parse(pack("base", "base.word", "xyzzy"));

  private final RuleBook book = new RuleBook(List.of(SHIPPED));

  @Test
  void aGoodPackIsInForceAtOnce() {
    String before = book.current().hash();

    RuleBook.Change change = book.put(PLUGH);

    assertThat(change).isEqualTo(new RuleBook.Change.Taken(book.current().hash()));
    assertThat(book.current().hash()).isNotEqualTo(before);
    assertThat(ids()).containsExactly("base.word", "mine.word");
  }

  @Test
  void aBadPackIsRefusedWithItsLineAndTheOldOnesStay() {
    RuleSet before = book.current();

    assertThat(book.put(PLUGH.replace("'plugh'", "'(plugh'")))
        .isEqualTo(
            new RuleBook.Change.Refused(
                "line 3: expression \"(plugh\" cannot be matched in linear time:"
                    + " missing closing ) at \"(plugh\""));
    assertThat(book.current()).isSameAs(before);
  }

  @Test
  void aPackThatFailsItsOwnExampleIsRefused() {
    assertThat(book.put(PLUGH.replace("say plugh", "say nothing")))
        .isEqualTo(
            new RuleBook.Change.Refused(
                "line 3: rule mine.word must match its example \"say nothing\""));
  }

  @Test
  void aRemovedPackIsGoneAndAShippedOneIsAsItWas() {
    String before = book.current().hash();
    book.put(PLUGH);
    book.put(pack("base", "base.word", "frotz"));

    book.remove("mine");
    book.remove("base");

    assertThat(book.current().hash()).isEqualTo(before);
    assertThat(book.remove("other"))
        .isEqualTo(new RuleBook.Change.Refused("there is no pack \"other\""));
  }

  private List<String> ids() {
    return book.current().rules().stream().map(Rule::id).toList();
  }

  private static String pack(String name, String id, String word) {
    return """
    pack: %s
    rules:
      - id: %s
        category: secret
        about: A word
        severity: {response: warning}
        patterns: ['%s']
        matches: ['say %s']
        spares: ['say something']
    """
        .formatted(name, id, word, word);
  }
}

package io.glasswatch.stream.detect.learned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glasswatch.stream.detect.learned.Tagger.Tagged;
import io.glasswatch.stream.detect.learned.TaggerTrainer.Entity;
import io.glasswatch.stream.detect.learned.TaggerTrainer.Labelled;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TaggerTest {

  private static final Tagger SHIPPED = Tagger.shipped();

  @Test
  void aNameIsFoundWhereItStands() {
    String text = "Yesterday the parcel was handed to Maria Kowalska at the front desk.";

    List<Tagged> found = SHIPPED.tag(text);

    assertThat(found)
        .filteredOn(t -> t.kind().equals("name"))
        .singleElement()
        .satisfies(t -> assertThat(text.substring(t.start(), t.end())).isEqualTo("Maria Kowalska"));
  }

  @Test
  void ordinaryProseHasNothing() {
    assertThat(SHIPPED.tag("First boil the water, then add the rice and stir it now and then."))
        .isEmpty();
  }

  @Test
  void whatIsFoundLiesInTheTextInOrderAndApart() {
    Random random = new Random(1);
    String letters = "aA bB.\n,12é中\uD83D\uDD11'-()#@";
    for (int round = 0; round < 500; round++) {
      StringBuilder text = new StringBuilder();
      random
          .ints(random.nextInt(120), 0, letters.length())
          .forEach(i -> text.append(letters.charAt(i)));
      int done = 0;
      for (Tagged tagged : SHIPPED.tag(text.toString())) {
        assertThat(tagged.start()).isGreaterThanOrEqualTo(done);
        assertThat(tagged.end()).isGreaterThan(tagged.start()).isLessThanOrEqualTo(text.length());
        assertThat(tagged.score()).isBetween(0.0, 1.0);
        done = tagged.end();
      }
    }
  }

  @Test
  void trainingIsRepeatableAndTheFileKeepsAllOfIt() {
    List<Labelled> texts =
        List.of(
            new Labelled("my name is Ada Smith", List.of(new Entity("PERSON", 11, 20))),
            new Labelled("we met in Oslo", List.of(new Entity("GPE", 10, 14))),
            new Labelled("nothing to see here", List.of()));
    List<String> ordinary = List.of("my name is on the list", "nothing to see", "we met here");

    Tagger tagger = TaggerTrainer.train(texts, ordinary);

    byte[] file = tagger.toFile();
    assertThat(TaggerTrainer.train(texts, ordinary).toFile()).isEqualTo(file);
    assertThat(Tagger.read(file).toFile()).isEqualTo(file);
    assertThat(Tagger.read(file).tag("my name is Ada Smith"))
        .isEqualTo(tagger.tag("my name is Ada Smith"))
        .singleElement()
        .satisfies(t -> assertThat(t.start()).isEqualTo(11));
  }

  @Test
  void anotherFileIsRefused() {
    assertThatThrownBy(() -> Tagger.read(new byte[12]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "a tagger's file must have \\d+ bytes, but has 12, or begins otherwise");
  }
}

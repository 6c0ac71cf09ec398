package io.glasswatch.explainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.glasswatch.contract.Explanation.Explained;
import io.glasswatch.explainer.model.ModelFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Models that are exchanged under a running explainer. */
@Timeout(60)
class LiveExplainerTest {

  private static final Duration OFTEN = Duration.ofMillis(20);
  private static final String SETTINGS = "methods: [occlusion]\nname: ";

  @TempDir private Path folder;
  private final CountDownLatch opened = new CountDownLatch(2);
  private final CountDownLatch refused = new CountDownLatch(1);
  private int taken;

  @BeforeEach
  void fill() throws IOException {
    GoldenFolder.fill(folder, "distilbert__eager__ts14__t5", SETTINGS + "old");
  }

  @Test
  void theOldModelEndsItsBatchAndTheNextAnswerCarriesTheNewHashes() throws Exception {
    try (LiveExplainer live = live()) {
      Explainer old = live.current();
      Explained before = explained(old);
      GoldenFolder.fill(folder, "roberta__eager__ts14__t5", SETTINGS + "new");
      await(opened);

      // The batch under way: the new model is open, and the old one still answers.
      assertThat(explained(old).model()).isEqualTo(before.model());
      assertThat(taken).isZero();
      String work = live.work();

      Explainer next = live.current();
      while (next == old) {
        next = live.current();
      }
      Explained after = explained(next);
      assertThat(taken).isEqualTo(1);
      assertThat(after.model().name()).isEqualTo("new");
      assertThat(after.model().modelHash()).isNotEqualTo(before.model().modelHash());
      assertThat(after.model().configHash()).isNotEqualTo(before.model().configHash());
      assertThat(after.model().tokenizerHash()).isEqualTo(before.model().tokenizerHash());
      assertThat(live.work()).isNotEqualTo(work);
    }
  }

  @Test
  void aFolderThatCannotBeOpenedChangesNothing() throws Exception {
    try (LiveExplainer live = live()) {
      Files.writeString(folder.resolve(ModelFolder.SETTINGS), "no_such_key: 1");
      await(refused);
      assertThat(explained(live.current()).model().name()).isEqualTo("old");
      assertThat(taken).isZero();
    }
  }

  private LiveExplainer live() {
    LiveExplainer.Changes changes =
        new LiveExplainer.Changes() {
          @Override
          public void taken(Explainer next) {
            taken++;
          }

          @Override
          public void refused(RuntimeException why) {
            refused.countDown();
          }
        };
    return new LiveExplainer(this::open, Optional.of(folder), OFTEN, changes);
  }

  private Explainer open() {
    try {
      Explainer explainer = Explainer.open(ModelFolder.read(folder), List.of(), 1);
      opened.countDown();
      return explainer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
  }

  private static Explained explained(Explainer explainer) {
    return (Explained) explainer.explain(Requests.interaction("a", "w5 w17 w9", ""), List.of());
  }
}

package io.glasswatch.stream.serve.page;

import com.samskivert.mustache.Template;
import io.glasswatch.contract.Case;
import java.util.List;

/**
 * The page of a case that was explained at a shell: what the case page shows, and besides the
 * methods side by side, edits that change the verdict, and attention by layer and head.
 */
public final class ExplanationPage {

  private static final Template TEMPLATE = Html.template("explanation.mustache");

  private ExplanationPage() {}

  /**
   * One method in the comparison.
   *
   * @param numbers ready to be shown, one a column of numbers of the template
   * @param verdict whether to trust it
   * @param shows what it can show, and what it cannot
   */
  public record Row(String method, List<String> numbers, String verdict, String shows) {}

  /** A piece of text: unchanged, or removed with what comes in its place. */
  public record Piece(String kept, String removed, String put) {
    /** Tells whether the piece is changed. */
    public boolean changed() {
      return !removed.isEmpty();
    }
  }

  /** A text with changes, and what they do. */
  public record Edited(String method, String effect, List<Piece> pieces) {}

  /** One head's attention as a picture, a {@code data:} address. */
  public record Head(String label, String picture) {}

  /** The heads of one layer. */
  public record Layer(String label, List<Head> heads) {}

  private record View(List<Row> rows, List<Edited> edits, List<Layer> layers, boolean hasLayers) {}

  /** Returns the page as a file that stands alone. */
  public static String render(Case item, List<Row> rows, List<Edited> edits, List<Layer> layers) {
    String more = TEMPLATE.execute(new View(rows, edits, layers, !layers.isEmpty()));
    return Html.alone("Explanation", CasePage.body(item) + more);
  }
}

package io.glasswatch.stream.serve.page;

import com.samskivert.mustache.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The runbook, which alerts link to. It is written in a little of Markdown: a title, sections, list
 * items and paragraphs.
 */
public final class RunbookPage {

  private static final Pattern SECTION = Pattern.compile("^## ", Pattern.MULTILINE);
  private static final Pattern BLOCK = Pattern.compile("\n(?=- )|\n\n");
  private static final Template TEMPLATE = Html.template("runbook.mustache");
  private static final String PAGE = page(Html.resource("runbook.md"));

  private record View(List<Section> sections) {}

  /**
   * @param anchor what a link's fragment names, e.g. {@code llmsecretleak}
   */
  private record Section(
      String title, String anchor, List<String> paragraphs, List<String> items) {}

  private RunbookPage() {}

  /** Returns the page. */
  public static String render() {
    return PAGE;
  }

  private static String page(String markdown) {
    List<Section> sections = new ArrayList<>();
    SECTION
        .splitAsStream(markdown)
        .filter(part -> !part.startsWith("#"))
        .forEach(part -> sections.add(section(part)));
    return Html.served("Runbook", TEMPLATE.execute(new View(sections)));
  }

  private static Section section(String part) {
    int titleEnd = part.indexOf('\n');
    List<String> paragraphs = new ArrayList<>();
    List<String> items = new ArrayList<>();
    for (String block : BLOCK.split(part.substring(titleEnd).strip(), -1)) {
      String text = block.strip().replace('\n', ' ');
      if (text.startsWith("- ")) {
        items.add(text.substring(2));
      } else {
        paragraphs.add(text);
      }
    }
    String title = part.substring(0, titleEnd).strip();
    return new Section(title, title.toLowerCase(Locale.ROOT), paragraphs, items);
  }
}

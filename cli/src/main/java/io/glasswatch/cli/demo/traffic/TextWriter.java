package io.glasswatch.cli.demo.traffic;

import io.glasswatch.cli.demo.traffic.Phrases.Language;
import io.glasswatch.cli.demo.traffic.Phrases.Topic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes prompts and responses from templates; no two responses are alike, nor any two sentences.
 */
final class TextWriter {

  private static final Pattern SLOT = Pattern.compile("\\{(\\w+)}");

  private final Phrases phrases;
  private final Random random;

  TextWriter(Phrases phrases, Random random) {
    this.phrases = phrases;
    this.random = random;
  }

  /** Returns a question about {@code topic}. */
  String prompt(Topic topic) {
    return filled(any(topic.prompts()), topic);
  }

  /** Returns a response that refuses, in the language of {@code topic}. */
  String refusal(Topic topic) {
    return any(language(topic).refusals());
  }

  /**
   * Returns an answer about {@code topic}, ended at the first sentence that reaches {@code
   * characters}, or earlier when there is nothing more to say.
   */
  String response(Topic topic, int characters) {
    Language language = language(topic);
    List<String> templates =
        new ArrayList<>(
            Stream.concat(topic.sentences().stream(), topic.sentences().stream()).toList());
    templates.addAll(language.filler());
    Collections.shuffle(templates, random);
    Set<String> sentences = new LinkedHashSet<>();
    sentences.add(any(language.openers()));
    int written = 0;
    for (String template : templates) {
      if (written >= characters) {
        break;
      }
      String sentence = filled(template, topic);
      written += sentences.add(sentence) ? sentence.length() : 0;
    }
    sentences.add(any(language.closers()));
    return String.join(language.separator(), sentences);
  }

  private String filled(String template, Topic topic) {
    Matcher slots = SLOT.matcher(template);
    String text =
        slots.replaceAll(
            slot -> {
              String name = slot.group(1);
              List<String> own = topic.slots().get(name);
              return any(own != null ? own : language(topic).slots().get(name));
            });
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private Language language(Topic topic) {
    return phrases.languages().get(topic.language());
  }

  private <T> T any(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }
}

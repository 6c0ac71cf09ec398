package io.glasswatch.cli.demo.traffic;

import io.glasswatch.contract.Json;
import io.glasswatch.contract.Require;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * What the demo's traffic is made of; the texts stand in {@code phrases.json}.
 *
 * @param tenants who runs the models
 * @param languages what is the same for all topics of a language
 * @param topics what is talked about
 */
record Phrases(List<Tenant> tenants, Map<String, Language> languages, Map<String, Topic> topics) {

  /**
   * One customer of the serving fleet.
   *
   * @param name the segment's value
   * @param system what its models are told first
   * @param topics what its users ask about
   */
  record Tenant(String name, String system, List<String> topics) {
    Tenant {
      topics = List.copyOf(topics);
    }
  }

  /**
   * One language.
   *
   * @param separator what stands between two sentences
   * @param openers first sentences of a response
   * @param closers last sentences of a response
   * @param filler sentences that fit any topic
   * @param refusals whole responses that refuse
   * @param slots what may stand for {@code {name}} in any template
   */
  record Language(
      String separator,
      List<String> openers,
      List<String> closers,
      List<String> filler,
      List<String> refusals,
      Map<String, List<String>> slots) {
    Language {
      openers = List.copyOf(openers);
      closers = List.copyOf(closers);
      filler = List.copyOf(filler);
      refusals = List.copyOf(refusals);
      slots = Map.copyOf(slots);
    }
  }

  /**
   * One topic.
   *
   * @param language the language it is talked about in
   * @param slots what may stand for {@code {name}} in its templates
   * @param prompts templates of questions
   * @param sentences templates of what a response says
   */
  record Topic(
      String language,
      Map<String, List<String>> slots,
      List<String> prompts,
      List<String> sentences) {
    Topic {
      Require.notBlank(language, "language");
      slots = Map.copyOf(slots);
      prompts = List.copyOf(prompts);
      sentences = List.copyOf(sentences);
    }
  }

  Phrases {
    tenants = List.copyOf(tenants);
    languages = Map.copyOf(languages);
    topics = Map.copyOf(topics);
  }

  /** Returns the phrases that ship. */
  static Phrases standard() {
    try (InputStream in = Phrases.class.getResourceAsStream("phrases.json")) {
      return Json.TEXT.readValue(in, Phrases.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

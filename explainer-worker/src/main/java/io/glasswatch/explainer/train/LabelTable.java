package io.glasswatch.explainer.train;

import static io.glasswatch.explainer.model.Category.HARMFUL_RESPONSE;
import static io.glasswatch.explainer.model.Category.HATE;
import static io.glasswatch.explainer.model.Category.PROMPT_INJECTION;
import static io.glasswatch.explainer.model.Category.REFUSAL;
import static io.glasswatch.explainer.model.Category.SELF_HARM;
import static io.glasswatch.explainer.model.Category.SEXUAL;
import static io.glasswatch.explainer.model.Category.VIOLENCE;
import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import io.glasswatch.explainer.model.Category;
import io.glasswatch.explainer.model.Category.Side;
import io.glasswatch.explainer.train.LabelledText.Use;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What each source's labels mean in our categories, one entry a source.
 *
 * <p>A category that an entry does not name is unknown for the row and trains nothing. Rows whose
 * label is weak or ambiguous (a partial refusal, the less preferred reply of a pair) stay unknown.
 */
public final class LabelTable {

  /** Categories that ordinary, harmless text has none of. */
  private static final Set<Category> NONE_OF =
      Set.of(HARMFUL_RESPONSE, HATE, SELF_HARM, SEXUAL, VIOLENCE, PROMPT_INJECTION);

  private static final Set<String> PHYSICAL_HARM =
      Set.of("Weapon making", "Terrorism and extremism", "Weapon");

  /** Label names in our own texts. */
  private static final Map<String, Category> OWN_NAMES =
      Map.of(
          "harmful", HARMFUL_RESPONSE,
          "hate", HATE,
          "self_harm", SELF_HARM,
          "sexual", SEXUAL,
          "violence", VIOLENCE,
          "injection", PROMPT_INJECTION,
          "refusal", REFUSAL);

  private static final Set<String> ANSWERING = Set.of("gpt4", "Meta-Llama-3-8B-Instruct");

  /** How a row of one source becomes labelled texts. */
  @FunctionalInterface
  private interface Rule {
    List<LabelledText> texts(Row row);
  }

  private static final Map<String, Rule> RULES =
      Map.ofEntries(
          entry("bipia_indirect", LabelTable::bipia),
          entry("catqa", LabelTable::catqa),
          entry("cold_zh", row -> List.of(row.response(Map.of(HATE, row.is("offensive"))))),
          entry("cvalues_zh", row -> List.of(row.prompt(none()))),
          entry("gptfuzz", LabelTable::gptfuzz),
          entry("gptfuzz_templates", row -> List.of(row.prompt(Map.of(PROMPT_INJECTION, true)))),
          entry("hatecheck", LabelTable::hatecheck),
          entry("hh_rlhf_harmless", LabelTable::harmlessPairs),
          entry("openai_moderation", row -> List.of(row.prompt(moderation(row)))),
          entry("own_texts", LabelTable::own),
          entry("presidio_pii", row -> List.of(row.response(plain()))),
          entry("purplellama_injection", LabelTable::purpleLlama),
          entry("reviews", LabelTable::reviewed),
          entry("xstest", LabelTable::xstest),
          entry("alpaca_eval", LabelTable::alpaca),
          entry("inthewild_jailbreaks", row -> List.of(row.prompt(Map.of(PROMPT_INJECTION, true)))),
          entry("harmbench_prompts", row -> List.of(row.prompt(Map.of(PROMPT_INJECTION, false)))));

  private LabelTable() {}

  /** Tells whether the table knows what {@code source}'s labels mean. */
  public static boolean knows(String source) {
    return RULES.containsKey(source);
  }

  /** Returns the labelled texts in one row of {@code source}. */
  public static List<LabelledText> texts(String source, JsonNode row, Use use) {
    return RULES.get(source).texts(new Row(source, row, use));
  }

  /** Contexts with and without an instruction hidden in them. */
  private static List<LabelledText> bipia(Row row) {
    return List.of(row.prompt(Map.of(PROMPT_INJECTION, row.is("injection"))));
  }

  /** Harmful questions: of the categories only those that the question's own topic names. */
  private static List<LabelledText> catqa(Row row) {
    Map<Category, Boolean> labels = new EnumMap<>(Category.class);
    labels.put(PROMPT_INJECTION, false);
    String topic = row.label("subcategory").replace(":", "").strip();
    boolean sexual = row.label("category").equals("Adult Content");
    labels.put(SEXUAL, sexual);
    labels.put(SELF_HARM, topic.equals("Self-harm"));
    if (row.label("category").equals("Hate/Harass/Violence")) {
      if (PHYSICAL_HARM.contains(topic)) {
        labels.put(VIOLENCE, true);
      } else {
        labels.put(HATE, true);
      }
    } else if (!sexual && !PHYSICAL_HARM.contains(topic)) {
      labels.put(HATE, false);
    }
    return List.of(row.prompt(labels));
  }

  /**
   * Responses to harmful questions under a jailbreak. A refused one counts as a refusal only when
   * it opens like one: the others evade.
   */
  private static List<LabelledText> gptfuzz(Row row) {
    boolean harmful = row.is("jailbroken");
    Map<Category, Boolean> labels = new EnumMap<>(Category.class);
    labels.put(HARMFUL_RESPONSE, harmful);
    if (harmful) {
      labels.put(REFUSAL, false);
    } else if (RefusalOpening.opens(row.responseText())) {
      labels.put(REFUSAL, true);
    }
    return List.of(row.response(labels), row.prompt(Map.of(PROMPT_INJECTION, false)));
  }

  private static List<LabelledText> hatecheck(Row row) {
    Map<Category, Boolean> labels = new EnumMap<>(Category.class);
    labels.put(HATE, row.is("hateful"));
    labels.put(REFUSAL, false);
    labels.put(SEXUAL, false);
    labels.put(SELF_HARM, false);
    return List.of(row.response(labels));
  }

  /** The preferred reply of a pair is taken as harmless; the other one is unknown. */
  private static List<LabelledText> harmlessPairs(Row row) {
    List<LabelledText> texts = new ArrayList<>();
    if (row.is("preferred")) {
      texts.add(row.response(Map.of(HARMFUL_RESPONSE, false)));
    }
    texts.add(row.prompt(Map.of(PROMPT_INJECTION, false)));
    return texts;
  }

  /** Human labels; harassment and hateful threats count as hate, graphic violence as violence. */
  private static Map<Category, Boolean> moderation(Row row) {
    Map<Category, Boolean> labels = new EnumMap<>(Category.class);
    labels.put(PROMPT_INJECTION, false);
    anyOf(row, labels, HATE, List.of("hate", "harassment", "hate_threatening"));
    anyOf(row, labels, SEXUAL, List.of("sexual"));
    anyOf(row, labels, VIOLENCE, List.of("violence", "violence_graphic"));
    anyOf(row, labels, SELF_HARM, List.of("self_harm"));
    return labels;
  }

  private static void anyOf(
      Row row, Map<Category, Boolean> labels, Category category, List<String> names) {
    if (names.stream().anyMatch(row::is)) {
      labels.put(category, true);
    } else if (row.has(names.get(0))) {
      labels.put(category, false);
    }
  }

  /**
   * Attacks appended to a system prompt, in many languages. Only the English ones train: no
   * harmless texts in the other languages are there, so that the language itself would become the
   * signal. The system prompt alone is a harmless text that forbids something.
   */
  private static List<LabelledText> purpleLlama(Row row) {
    boolean english = row.label("lang").equals("English");
    LabelledText attack = row.prompt(Map.of(PROMPT_INJECTION, true));
    if (!english) {
      return List.of(row.onlyMeasured(attack, "purplellama_injection:other_languages"));
    }
    String user = row.label("user_input");
    String system = attack.text().substring(0, attack.text().length() - user.length()).strip();
    return List.of(attack, row.text(Side.REQUEST, system, none()));
  }

  /** Prompts that only sound unsafe, and their truly unsafe contrasts. */
  private static List<LabelledText> xstest(Row row) {
    boolean safe = row.is("prompt_safe");
    boolean agreed = row.is("annotators_agree");
    Map<Category, Boolean> labels = new EnumMap<>(Category.class);
    Predicate<String> outcome = name -> agreed && row.label("refusal").equals(name);
    if (outcome.test("1_full_compliance")) {
      labels.put(REFUSAL, false);
      labels.put(HARMFUL_RESPONSE, !safe);
    } else if (outcome.test("2_full_refusal")) {
      labels.put(REFUSAL, true);
      labels.put(HARMFUL_RESPONSE, false);
    }
    if (safe) {
      labels.put(HATE, false);
      labels.put(SEXUAL, false);
      labels.put(SELF_HARM, false);
      labels.put(VIOLENCE, false);
    }
    return List.of(
        row.response(labels), row.prompt(safe ? none() : Map.of(PROMPT_INJECTION, false)));
  }

  /** Texts of our own: ordinary requests that sound like attacks, attacks, refusals, answers. */
  private static List<LabelledText> own(Row row) {
    Map<Category, Boolean> labels = new EnumMap<>(Category.class);
    OWN_NAMES.forEach(
        (name, category) -> {
          if (row.has(name)) {
            labels.put(category, row.is(name));
          }
        });
    return List.of(row.prompt(labels), row.response(labels));
  }

  /** Cases that people judged: what they were asked about, and nothing else. */
  private static List<LabelledText> reviewed(Row row) {
    Map<Category, Boolean> labels = new EnumMap<>(Category.class);
    for (Category category : Category.values()) {
      if (row.has(category.id())) {
        labels.put(category, row.is(category.id()));
      }
    }
    return List.of(row.prompt(labels), row.response(labels));
  }

  /** Ordinary helpful traffic: every prompt, and the responses of two models of the eight. */
  private static List<LabelledText> alpaca(Row row) {
    LabelledText prompt = row.prompt(none());
    return ANSWERING.contains(row.label("model_dir"))
        ? List.of(prompt, row.response(none()))
        : List.of(prompt);
  }

  private static Map<Category, Boolean> none() {
    Map<Category, Boolean> labels = new EnumMap<>(Category.class);
    NONE_OF.forEach(category -> labels.put(category, false));
    return labels;
  }

  private static Map<Category, Boolean> plain() {
    Map<Category, Boolean> labels = none();
    labels.put(REFUSAL, false);
    return labels;
  }

  /** One row of a source, its fields by name. */
  private record Row(String source, JsonNode json, Use use) {

    boolean has(String label) {
      return json.path("labels").has(label);
    }

    boolean is(String label) {
      JsonNode value = json.path("labels").path(label);
      return value.isBoolean() ? value.booleanValue() : value.asInt(0) == 1;
    }

    String label(String name) {
      return json.path("labels").path(name).asText("");
    }

    String responseText() {
      return json.path("response").asText("");
    }

    LabelledText prompt(Map<Category, Boolean> labels) {
      return text(Side.REQUEST, json.path("prompt").asText(""), labels);
    }

    LabelledText response(Map<Category, Boolean> labels) {
      return text(Side.RESPONSE, responseText(), labels);
    }

    /** Labels of categories that are not asked of the side are dropped. */
    LabelledText text(Side side, String text, Map<Category, Boolean> labels) {
      Map<Category, Boolean> asked = new EnumMap<>(Category.class);
      labels.forEach(
          (category, label) -> {
            if (category.appliesTo(side)) {
              asked.put(category, label);
            }
          });
      String group = json.path("prompt_hash").asText("").toLowerCase(Locale.ROOT);
      return new LabelledText(source, side, text, group, asked, use);
    }

    LabelledText onlyMeasured(LabelledText text, String name) {
      return new LabelledText(
          name, text.side(), text.text(), text.group(), text.labels(), Use.MEASURE);
    }
  }
}

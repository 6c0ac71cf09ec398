package io.glasswatch.cli.demo.traffic;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.glasswatch.cli.demo.traffic.Models.Profile;
import io.glasswatch.cli.demo.traffic.Phrases.Tenant;
import io.glasswatch.cli.demo.traffic.Phrases.Topic;
import io.glasswatch.contract.Interaction;
import io.glasswatch.contract.Json;
import io.glasswatch.contract.Message;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;

/** Writes single interactions: everyday ones, and those that are part of an {@link Incident}. */
final class Author {

  private static final double CHINESE = 0.2;
  private static final double BY_MAIL = 0.25;
  private static final double REFUSES = 0.025;
  private static final double REFUSES_IN_THE_WAVE = 0.65;
  private static final double NAMES_A_CONTACT = 0.004;
  private static final double JUMP = 3;
  private static final double CHINESE_IS_DENSER = 2.6;
  private static final double CHARACTERS_A_TOKEN = 4.2;
  private static final double FIRST_TOKEN_SPREAD = 0.35;
  private static final double SPEED_SPREAD = 0.12;
  private static final int LONGEST = 6000;

  private final Story story;
  private final Random random;
  private final Phrases phrases = Phrases.standard();
  private final TextWriter writer;
  private final Mischief mischief;
  private final Users users;
  private long written;

  Author(Story story, Random random) {
    this.story = story;
    this.random = random;
    this.writer = new TextWriter(phrases, random);
    this.mischief = new Mischief(random);
    this.users = new Users(random);
  }

  /** Returns an interaction as they mostly are, but for the incident that is going on. */
  byte[] everyday(Duration since, Instant at) {
    Profile model = any(Models.ALL);
    Tenant tenant = any(phrases.tenants());
    String language = random.nextDouble() < CHINESE ? "zh" : "en";
    Topic topic = topic(tenant, language);
    boolean wave =
        story.during(Incident.REFUSAL_WAVE, since) && tenant.name().equals(Story.REFUSED_TENANT);
    String response =
        random.nextDouble() < (wave ? REFUSES_IN_THE_WAVE : REFUSES)
            ? writer.refusal(topic)
            : writer.response(topic, length(model, language, since));
    if (random.nextDouble() < NAMES_A_CONTACT) {
      response += " " + mischief.contact(tenant.name());
    }
    return json(
        model, tenant, language, users.conversation(tenant), writer.prompt(topic), response, at);
  }

  /** Returns the interaction with which {@code incident} begins, or goes on. */
  byte[] partOf(Incident incident, Duration since, Instant at) {
    Tenant tenant = phrases.tenants().get(0);
    Users.Conversation conversation = users.conversation(tenant);
    Topic topic = topic(tenant, "en");
    return switch (incident) {
      case API_KEY_LEAK ->
          json(
              Models.LARGE,
              tenant,
              "en",
              conversation,
              mischief.askForSnippet(),
              mischief.leakKey(),
              at);
      case CARD_NUMBER_LEAK ->
          json(
              Models.SMALL,
              tenant,
              "en",
              conversation,
              mischief.askForCard(),
              mischief.leakCard(),
              at);
      case INJECTION_BURST ->
          json(
              Models.LARGE,
              tenant,
              "en",
              users.attacker(),
              mischief.injection(),
              writer.refusal(topic),
              at);
      case RESPONSE_LENGTH_JUMP, REFUSAL_WAVE -> everyday(since, at);
    };
  }

  private int length(Profile model, String language, Duration since) {
    boolean jump = story.during(Incident.RESPONSE_LENGTH_JUMP, since) && model.equals(Models.LARGE);
    double median = model.medianCharacters() / (language.equals("zh") ? CHINESE_IS_DENSER : 1);
    double length = logNormal(median * (jump ? JUMP : 1), model.spread());
    return (int) Math.min(LONGEST, length);
  }

  private byte[] json(
      Profile model,
      Tenant tenant,
      String language,
      Users.Conversation conversation,
      String prompt,
      String response,
      Instant at) {
    double density =
        language.equals("zh") ? CHARACTERS_A_TOKEN / CHINESE_IS_DENSER : CHARACTERS_A_TOKEN;
    long outputTokens = Math.max(1, Math.round(response.length() / density));
    double firstToken = logNormal(model.firstTokenSeconds(), FIRST_TOKEN_SPREAD);
    double latency = firstToken + outputTokens / logNormal(model.tokensPerSecond(), SPEED_SPREAD);
    Interaction interaction =
        new Interaction(
            "demo-%06d".formatted(++written),
            conversation.id(),
            model.version(),
            Map.of(
                "tenant",
                tenant.name(),
                "language",
                language,
                "route",
                random.nextDouble() < BY_MAIL ? "mail" : "chat"),
            Optional.of(conversation.user()),
            at,
            List.of(
                new Message(Message.SYSTEM, tenant.system()), new Message(Message.USER, prompt)),
            List.of(new Message(Message.ASSISTANT, response)),
            OptionalDouble.of(rounded(latency)),
            OptionalDouble.of(rounded(firstToken)),
            OptionalLong.of(Math.round((tenant.system().length() + prompt.length()) / density)),
            OptionalLong.of(outputTokens),
            Optional.of("stop"),
            List.of(),
            Optional.empty(),
            Optional.of("%016x%016x".formatted(random.nextLong(), random.nextLong())),
            Optional.empty());
    try {
      return Json.TEXT.writeValueAsBytes(interaction);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Topic topic(Tenant tenant, String language) {
    List<Topic> topics =
        tenant.topics().stream()
            .map(phrases.topics()::get)
            .filter(t -> t.language().equals(language))
            .toList();
    return any(topics);
  }

  private double logNormal(double median, double spread) {
    return median * Math.exp(spread * random.nextGaussian());
  }

  private static double rounded(double seconds) {
    return Math.round(seconds * 1000) / 1000.0;
  }

  private <T> T any(List<T> items) {
    return items.get(random.nextInt(items.size()));
  }
}

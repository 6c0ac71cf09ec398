package io.glasswatch.stream.together;

import io.glasswatch.contract.ModelVersion;
import io.glasswatch.contract.Require;
import io.glasswatch.stream.detect.text.SimHash;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a subject was seen in: one interaction, without its text and without whoever asked.
 *
 * @param subject what was seen; which one, the key says
 * @param interaction the interaction's id
 * @param conversation the interaction's conversation
 * @param model the model that answered
 * @param time the interaction's event time
 * @param who hash of the person, or of the conversation, that counts once; see {@link Subject}
 * @param payload what the message looks like that tried to inject; of sightings of a model
 * @param categories what was found with at least warning, in order, each once; empty where traffic
 *     was seen and nothing in it
 */
public record Sighting(
    Subject subject,
    String interaction,
    String conversation,
    ModelVersion model,
    Instant time,
    long who,
    Optional<SimHash> payload,
    List<String> categories)
    implements Notice {

  public Sighting {
    Require.that(subject != null, "subject must not be null");
    Require.notBlank(interaction, "interaction");
    Require.notBlank(conversation, "conversation");
    Require.that(model != null, "model must not be null");
    Require.that(time != null, "time must not be null");
    categories = List.copyOf(categories);
  }
}

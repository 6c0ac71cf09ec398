package io.glasswatch.stream.serve.fleet;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import io.glasswatch.contract.Json;
import io.glasswatch.stream.serve.Part;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The other instances. They are asked for what they hold themselves and ask nobody in turn, so that
 * no question can go in circles.
 */
public final class Peers {

  /** Where every instance answers for itself alone. */
  public static final String LOCAL = "/local";

  private static final Logger LOGGER = LoggerFactory.getLogger(Peers.class);
  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(1);
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(2);

  private final Supplier<Set<String>> addresses;
  private final String token;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_PATIENCE)
          .proxy(HttpClient.Builder.NO_PROXY)
          .build();

  /**
   * One instance's answer.
   *
   * @param address the instance, as {@code host:port}
   * @param part what it said; empty if it did not answer in time, or not with what was asked for
   */
  record Said<T>(String address, Optional<Part<T>> part) {}

  /**
   * @param addresses where the other instances are now, as {@code host:port}
   * @param token what is shown to be let in
   */
  public Peers(Supplier<Set<String>> addresses, String token) {
    this.addresses = addresses;
    this.token = token;
  }

  /** Makes peers that let everybody in. */
  public Peers(Supplier<Set<String>> addresses) {
    this(addresses, "none");
  }

  /** Asks all of them at the same time for what is at {@code path} below {@link #LOCAL}. */
  <T> List<Said<T>> ask(String path, TypeReference<Part<T>> type) {
    ObjectReader reader = Json.TEXT.readerFor(type);
    List<CompletableFuture<Said<T>>> asked =
        new TreeSet<>(addresses.get()).stream().map(a -> this.<T>ask(a, path, reader)).toList();
    return asked.stream().map(CompletableFuture::join).toList();
  }

  private <T> CompletableFuture<Said<T>> ask(String address, String path, ObjectReader reader) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + LOCAL + path))
            .timeout(ANSWER_PATIENCE)
            .header("Authorization", "Bearer " + token)
            .build();
    return client
        .sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
        .handle(
            (answer, failure) ->
                new Said<>(address, Peers.<T>read(address, answer, failure, reader)));
  }

  private static <T> Optional<Part<T>> read(
      String address, HttpResponse<byte[]> answer, Throwable failure, ObjectReader reader) {
    if (failure == null && answer.statusCode() == 200) {
      try {
        return Optional.of(reader.readValue(answer.body()));
      } catch (IOException e) {
        return silent(address, e.getClass().getSimpleName());
      }
    }
    return silent(
        address,
        failure == null ? "status " + answer.statusCode() : failure.getClass().getSimpleName());
  }

  private static <T> Optional<Part<T>> silent(String address, String why) {
    LOGGER.atWarn().addKeyValue("peer", address).addKeyValue("why", why).log("no answer");
    return Optional.empty();
  }
}

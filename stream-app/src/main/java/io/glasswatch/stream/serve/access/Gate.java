package io.glasswatch.stream.serve.access;

import io.glasswatch.stream.serve.access.Verdict.Admitted;
import io.glasswatch.stream.serve.access.Verdict.Refusal;
import io.glasswatch.stream.serve.access.Verdict.Refused;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The one place that decides who is let in. Safe for many threads. */
public final class Gate {

  /** What is open to everybody: whether the process lives, and where one signs in. */
  private static final Set<String> OPEN =
      Set.of("/health/live", "/health/ready", "/login", "/logout");

  private final Tokens tokens;
  private final Sessions sessions;
  private final Attempts attempts = new Attempts();
  private final InstantSource clock;
  private final Consumer<Refusal> counter;

  /**
   * @param tokens who may come in; none lets everybody at this machine in
   * @param counter told of everybody who is not let in
   */
  public Gate(Tokens tokens, InstantSource clock, Consumer<Refusal> counter) {
    this.tokens = tokens;
    this.sessions = new Sessions(tokens, clock);
    this.clock = clock;
    this.counter = counter;
  }

  /** Returns a gate that lets everybody at this machine in. */
  public static Gate open() {
    return new Gate(Tokens.parse(""), InstantSource.system(), refusal -> {});
  }

  /** Returns whether {@code visit} may come in, and as whom. */
  public Verdict judge(Visit visit) {
    Verdict verdict = verdict(visit);
    if (verdict instanceof Refused refused) {
      counter.accept(refused.why());
    }
    return verdict;
  }

  private Verdict verdict(Visit visit) {
    if (visit.changesSomething() && visit.fromAnotherSite()) {
      return new Refused(Refusal.CROSS_SITE);
    }
    if (tokens.none()) {
      return new Admitted(Principal.LOCAL_USER);
    }
    if (OPEN.contains(visit.path())) {
      return new Admitted(Principal.NOBODY);
    }
    if (visit.authorization().isEmpty() && visit.session().isEmpty()) {
      return new Refused(Refusal.MISSING);
    }
    if (attempts.tooMany(visit.client(), clock.instant())) {
      return new Refused(Refusal.THROTTLED);
    }
    Optional<Principal> holder = holder(visit);
    if (holder.isEmpty()) {
      attempts.failed(visit.client(), clock.instant());
      return new Refused(Refusal.UNKNOWN);
    }
    Right needed = Right.neededFor(visit.method(), visit.path());
    return holder.get().role().may(needed)
        ? new Admitted(holder.get())
        : new Refused(Refusal.FORBIDDEN);
  }

  /** Who shows the visit's token, or its session if it has none. */
  private Optional<Principal> holder(Visit visit) {
    return visit.authorization().isPresent()
        ? token(visit.authorization().get()).flatMap(tokens::holder)
        : visit.session().flatMap(sessions::holder);
  }

  /** The token of a Bearer header, or the password of a Basic one, whatever the name beside it. */
  private static Optional<String> token(String authorization) {
    String[] words = authorization.strip().split(" +", 2);
    if (words.length < 2) {
      return Optional.empty();
    }
    if (words[0].equalsIgnoreCase("Bearer")) {
      return Optional.of(words[1]);
    }
    return words[0].equalsIgnoreCase("Basic") ? password(words[1]) : Optional.empty();
  }

  private static Optional<String> password(String encoded) {
    try {
      String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      return Optional.of(pair.substring(pair.indexOf(':') + 1));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the session of whoever signs in with {@code token}, or why there is none.
   *
   * @param client the address that the attempt came from
   */
  public Login signIn(String client, String token) {
    if (attempts.tooMany(client, clock.instant())) {
      return refused(Refusal.THROTTLED);
    }
    Optional<Principal> holder = tokens.holder(token.strip());
    if (holder.isEmpty()) {
      attempts.failed(client, clock.instant());
      return refused(Refusal.UNKNOWN);
    }
    return new Login.SignedIn(sessions.open(holder.get()), Sessions.LASTS);
  }

  private Login refused(Refusal why) {
    counter.accept(why);
    return new Login.Failed(why);
  }

  /** What came of signing in. */
  public sealed interface Login {

    /** The session to show from now on, and how long it lasts. */
    record SignedIn(String session, Duration lasts) implements Login {}

    /** There is none. */
    record Failed(Refusal why) implements Login {}
  }
}

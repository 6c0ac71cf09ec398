package io.glasswatch.stream.drift.judge;

import io.glasswatch.stream.drift.count.BytesIn;
import io.glasswatch.stream.drift.count.BytesOut;
import io.glasswatch.stream.drift.count.WindowCounts;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What traffic of one model version and segment looked like when its reference was frozen. */
public final class Reference {

  private final String version;
  private final WindowCounts counts;
  private final Map<String, Profile> profiles = new TreeMap<>();

  private Reference(WindowCounts counts) {
    byte[] bytes = counts.toBytes();
    this.version = hash(bytes);
    this.counts = WindowCounts.of(bytes);
    for (String signal : this.counts.signals()) {
      this.counts.of(signal).ifPresent(c -> profiles.put(signal, Profile.of(c)));
    }
  }

  /** Freezes {@code counts}; what is added to them later does not change the reference. */
  public static Reference frozen(WindowCounts counts) {
    return new Reference(counts);
  }

  /** Returns twelve hexadecimal digits that no other reference has. */
  public String version() {
    return version;
  }

  /** Returns the number of interactions that it stands on. */
  public long records() {
    return counts.records();
  }

  /** Returns what was counted, not to be changed. */
  public WindowCounts counts() {
    return counts;
  }

  /** Returns what {@code signal} looked like, empty if the reference never saw it. */
  public Optional<Profile> profile(String signal) {
    return Optional.ofNullable(profiles.get(signal));
  }

  /** Returns the reference as bytes. */
  public byte[] toBytes() {
    BytesOut out = new BytesOut();
    counts.write(out);
    return out.toBytes();
  }

  /** Returns the reference that {@link #toBytes} wrote. */
  public static Reference of(byte[] bytes) {
    return new Reference(WindowCounts.read(new BytesIn(bytes)));
  }

  private static String hash(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}

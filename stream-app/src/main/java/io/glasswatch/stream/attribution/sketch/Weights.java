package io.glasswatch.stream.attribution.sketch;

import io.glasswatch.contract.Require;
import io.glasswatch.stream.drift.count.BytesIn;
import io.glasswatch.stream.drift.count.BytesOut;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What carried the scores of some explained interactions, which weigh the same each: the mass of an
 * interaction is {@link Mass#ONE}, shared out among its tokens by the size of their scores.
 *
 * <p>Interactions, roles and places are exact whatever is merged in which order; words are as exact
 * as {@link WordSketch} says.
 */
public final class Weights {

  private static final byte FORMAT = 1;

  private long interactions;
  private long checked;
  private long untrusted;
  private long scored;
  private long score;
  private final MassBy<Speaker> speakers = new MassBy<>(Speaker.class);
  private final MassBy<Place> places = new MassBy<>(Place.class);
  private final WordSketch words;

  public Weights() {
    this(new WordSketch());
  }

  private Weights(WordSketch words) {
    this.words = words;
  }

  /** Counts an interaction; it has no mass yet. */
  void interaction() {
    interactions++;
  }

  /** The interaction's attribution was checked against random order. */
  void checked(boolean trusted) {
    checked++;
    untrusted += trusted ? 0 : 1;
  }

  /** The category's score in the interaction, 0 to 1; call it after all words. */
  void scored(double value) {
    long units = Mass.of(value);
    scored++;
    score += units;
    words.each(seen -> seen.score(units));
  }

  /** A token weighs {@code mass}. */
  void token(Speaker speaker, Place place, long mass) {
    speakers.add(speaker, mass);
    places.add(place, mass);
  }

  /** A word of the interaction, all its occurrences together; call it once a word. */
  void word(String word, long hash, int person, long mass, long raised) {
    words.add(hash, Seen.once(word, person, mass, raised));
  }

  /** Adds all that {@code other} holds; {@code other} is unchanged. */
  public void merge(Weights other) {
    interactions += other.interactions;
    checked += other.checked;
    untrusted += other.untrusted;
    scored += other.scored;
    score += other.score;
    speakers.merge(other.speakers);
    places.merge(other.places);
    words.merge(other.words);
  }

  /** Forgets the text of words that fewer than {@code enough} people have used. */
  public void hide(int enough) {
    words.hide(enough);
  }

  /** Returns how many interactions were explained. */
  public long interactions() {
    return interactions;
  }

  /** Returns how many attributions were checked against random order. */
  public long checked() {
    return checked;
  }

  /** Returns how many of those checked were no better. */
  public long untrusted() {
    return untrusted;
  }

  /** Returns the mass of all tokens. */
  public long total() {
    return speakers.total();
  }

  /** Returns the share of the mass that {@code speaker}'s text carries, 0 to 1. */
  public double share(Speaker speaker) {
    return speakers.share(speaker);
  }

  /** Returns the share of the mass that tokens at {@code place} carry, 0 to 1. */
  public double share(Place place) {
    return places.share(place);
  }

  /**
   * Returns the share of the mass that lies on words, shown or not: not on numbers, marks, masks.
   */
  public double wordShare() {
    return Mass.share(words.total(), total());
  }

  /** Returns by how much the share of a word may be too small, 0 to 1. */
  public double error() {
    return Mass.share(words.error(), total());
  }

  /** Returns how many words are kept, shown or not. */
  public int words() {
    return words.size();
  }

  /** Returns the heaviest words that {@code enough} people have used, at most {@code most}. */
  public List<WordShare> heaviest(int most, int enough) {
    return words.heaviest(most, enough).stream().map(this::shareOf).toList();
  }

  private WordShare shareOf(Seen seen) {
    return new WordShare(
        seen.text(),
        Mass.share(seen.mass(), total()),
        seen.raisedShare(),
        seen.interactions(),
        mean(seen.score(), seen.scored()),
        mean(score - seen.score(), scored - seen.scored()));
  }

  private static OptionalDouble mean(long units, long count) {
    return count <= 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) units / Mass.ONE / count);
  }

  /** Returns the weights as bytes. */
  public byte[] toBytes() {
    BytesOut out = new BytesOut();
    write(out);
    return out.toBytes();
  }

  /** Returns the weights that {@link #toBytes} wrote. */
  public static Weights of(byte[] bytes) {
    return read(new BytesIn(bytes));
  }

  /** Writes the weights; {@link #read} reads them back. */
  public void write(BytesOut out) {
    out.number(FORMAT);
    out.number(interactions);
    out.number(checked);
    out.number(untrusted);
    out.number(scored);
    out.number(score);
    words.write(out);
    speakers.write(out);
    places.write(out);
  }

  /** Reads what {@link #write} wrote. */
  public static Weights read(BytesIn in) {
    long format = in.number();
    Require.that(format == FORMAT, "weights have format %d, but was %d", FORMAT, format);
    long[] counts = new long[5];
    Arrays.setAll(counts, i -> in.number());
    Weights weights = new Weights(WordSketch.read(in));
    weights.interactions = counts[0];
    weights.checked = counts[1];
    weights.untrusted = counts[2];
    weights.scored = counts[3];
    weights.score = counts[4];
    weights.speakers.read(in);
    weights.places.read(in);
    return weights;
  }
}

package io.glasswatch.stream.attribution.sketch;

import io.glasswatch.stream.drift.count.BytesIn;
import io.glasswatch.stream.drift.count.BytesOut;
import java.util.TreeSet;

/**
 * What a sketch knows of one word since it came in.
 *
 * <p>Who used it is remembered as short hashes, and of no more people than it takes to show the
 * word.
 */
final class Seen {

  private long mass;
  private long raised;
  private long interactions;
  private long scored;
  private long score;
  private final TreeSet<Integer> people = new TreeSet<>();
  private String text = "";

  /** The word in one interaction. */
  static Seen once(String text, int person, long mass, long raised) {
    Seen seen = new Seen();
    seen.text = text;
    seen.people.add(person);
    seen.mass = mass;
    seen.raised = raised;
    seen.interactions = 1;
    return seen;
  }

  long mass() {
    return mass;
  }

  /** Returns the part of the mass that raised the score, 0 to 1. */
  double raisedShare() {
    return Mass.share(raised, mass);
  }

  long interactions() {
    return interactions;
  }

  /** Returns in how many of its interactions the category had a score. */
  long scored() {
    return scored;
  }

  /** Returns the sum of those scores, in units of {@link Mass#ONE}. */
  long score() {
    return score;
  }

  /** Returns the word, empty while it is not known to have been used by enough people. */
  String text() {
    return text;
  }

  boolean usedBy(int enough) {
    return people.size() >= enough;
  }

  /** The category's score in the only interaction. */
  void score(long units) {
    scored = 1;
    score = units;
  }

  void merge(Seen other) {
    mass += other.mass;
    raised += other.raised;
    interactions += other.interactions;
    scored += other.scored;
    score += other.score;
    people.addAll(other.people);
    if (text.isEmpty()) {
      text = other.text;
    }
  }

  /** Keeps no more people than are {@code enough}, and without them no text. */
  void hide(int enough) {
    while (people.size() > enough) {
      people.pollLast();
    }
    if (!usedBy(enough)) {
      text = "";
    }
  }

  /** Takes {@code less} of the mass away, of what raised the score as much as of the rest. */
  void shrink(long less) {
    raised = Math.round(raisedShare() * (mass - less));
    mass -= less;
  }

  void write(BytesOut out) {
    out.number(mass);
    out.number(raised);
    out.number(interactions);
    out.number(scored);
    out.number(score);
    out.number(people.size());
    people.forEach(out::number);
    out.text(text);
  }

  static Seen read(BytesIn in) {
    Seen seen = new Seen();
    seen.mass = in.number();
    seen.raised = in.number();
    seen.interactions = in.number();
    seen.scored = in.number();
    seen.score = in.number();
    for (long left = in.number(); left > 0; left--) {
      seen.people.add((int) in.number());
    }
    seen.text = in.text();
    return seen;
  }
}

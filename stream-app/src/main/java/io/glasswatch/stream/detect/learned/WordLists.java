package io.glasswatch.stream.detect.learned;

import java.util.BitSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Words in lower case that tell what kind of thing stands near them. */
final class WordLists {

  private static final Set<String> STREET =
      words(
          "street st road rd avenue ave lane drive court square suite apt box unit rue via calle"
              + " place boulevard blvd p o plaza crescent terrace way parkway highway");

  private static final Set<String> TIME =
      words(
          "january february march april may june july august september october november december"
              + " jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday"
              + " thursday friday saturday sunday yesterday tomorrow today morning evening week"
              + " weekend month year years old century am pm");

  private static final Set<String> TITLE = words("mr mrs ms miss dr prof sir madam");

  private static final Set<String> COMPANY =
      words("inc llc ltd corp group company co gmbh plc bank university orchestra institute");

  private static final Set<String> COUNTRY =
      Stream.of(Locale.getISOCountries())
          .map(code -> new Locale.Builder().setRegion(code).build())
          .map(place -> place.getDisplayCountry(Locale.ENGLISH).toLowerCase(Locale.ROOT))
          .flatMap(name -> Stream.of(name.split("[^a-z]+")))
          .filter(word -> word.length() > 3)
          .collect(Collectors.toUnmodifiableSet());

  /** All words of all lists by their hash: what is in none of them is seldom looked for further. */
  private static final BitSet HASHES = hashes();

  private static final int HASH_BITS = 16;

  private WordLists() {}

  private static BitSet hashes() {
    BitSet hashes = new BitSet();
    Stream.of(STREET, TIME, TITLE, COMPANY, COUNTRY)
        .flatMap(Set::stream)
        .forEach(word -> hashes.set(Hash.of(word) >>> HASH_BITS));
    return hashes;
  }

  /** Returns whether a word of this hash may be in a list; if not, none has it. */
  static boolean mayHave(int hash) {
    return HASHES.get(hash >>> HASH_BITS);
  }

  /** Returns one bit for each list that has {@code word}. */
  static int of(String word) {
    return (STREET.contains(word) ? 1 : 0)
        | (TIME.contains(word) ? 2 : 0)
        | (TITLE.contains(word) ? 4 : 0)
        | (COMPANY.contains(word) ? 8 : 0)
        | (COUNTRY.contains(word) ? 16 : 0);
  }

  private static Set<String> words(String list) {
    return Set.of(list.split(" "));
  }
}

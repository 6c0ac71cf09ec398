package io.glasswatch.stream.detect.rule;

import java.math.BigInteger;
import java.util.Locale;

/** Check digits of identity numbers, each as the issuing country defines them. */
final class Checksums {

  private static final String NIF_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";

  /** Weights of the characters 0-9 and A-Z at odd places of an Italian tax code. */
  private static final int[] ODD_WEIGHTS = {
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8,
    12, 14, 16, 10, 22, 25, 24, 23
  };

  /** Permutation of the digits that Verhoeff's scheme applies once more at each place. */
  private static final int[] VERHOEFF = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};

  private Checksums() {}

  /** The number modulo 23 picks the letter; X, Y and Z stand for a leading 0, 1 and 2. */
  static boolean spanishNif(String found) {
    String compact = found.replace("-", "");
    int prefix = "XYZ".indexOf(compact.charAt(0));
    String digits = compact.substring(prefix < 0 ? 0 : 1, compact.length() - 1);
    if (digits.length() != (prefix < 0 ? 8 : 7)) {
      return false;
    }
    long number = Long.parseLong((prefix < 0 ? "" : String.valueOf(prefix)) + digits);
    return NIF_LETTERS.charAt((int) (number % 23)) == compact.charAt(compact.length() - 1);
  }

  /** A sum of weights, its own at odd places, modulo 26 picks the last letter. */
  static boolean italianTaxCode(String found) {
    int sum = 0;
    for (int i = 0; i < 15; i++) {
      int value = Character.digit(found.charAt(i), 36);
      sum += i % 2 == 0 ? ODD_WEIGHTS[value] : value < 10 ? value : value - 10;
    }
    return found.charAt(15) == (char) ('A' + sum % 26);
  }

  /** The last two digits are 97 minus the rest modulo 97; Corsica's 2A and 2B count as 19, 18. */
  static boolean frenchInsee(String found) {
    String compact = found.replace(" ", "").toUpperCase(Locale.ROOT);
    if (compact.length() != 15) {
      return false;
    }
    String body = compact.substring(0, 13).replace("2A", "19").replace("2B", "18");
    int key = Integer.parseInt(compact.substring(13));
    return 97 - new BigInteger(body).mod(BigInteger.valueOf(97)).intValue() == key;
  }

  /** Two digits, each ten times a weighted sum modulo 11, with 10 read as 0. */
  static boolean brazilianCpf(String digits) {
    if (digits.chars().distinct().count() == 1) {
      return false;
    }
    for (int place = 9; place <= 10; place++) {
      int sum = 0;
      for (int i = 0; i < place; i++) {
        sum += (place + 1 - i) * (digits.charAt(i) - '0');
      }
      if (sum * 10 % 11 % 10 != digits.charAt(place) - '0') {
        return false;
      }
    }
    return true;
  }

  /** Verhoeff's check, "Error Detecting Decimal Codes", 1969: products in the dihedral group. */
  static boolean verhoeff(String digits) {
    int check = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      for (int k = 0; k < i % 8; k++) {
        digit = VERHOEFF[digit];
      }
      check = product(check, digit);
    }
    return check == 0;
  }

  /** The dihedral group of the pentagon: 0 to 4 are turns, 5 to 9 are turns of its mirror image. */
  private static int product(int a, int b) {
    if (a < 5) {
      return b < 5 ? (a + b) % 5 : 5 + (a + b) % 5;
    }
    return b < 5 ? 5 + (a - b) % 5 : Math.floorMod(a - b, 5);
  }
}

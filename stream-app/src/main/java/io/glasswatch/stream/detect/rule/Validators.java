package io.glasswatch.stream.detect.rule;

import static java.util.Map.entry;

import com.google.re2j.Pattern;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Checks that a match is what it looks like, one entry a kind. */
public final class Validators {

  /** By the name that rules use. Each takes the text found, with its separators. */
  static final Map<String, Predicate<String>> ALL =
      new TreeMap<>(
          Map.ofEntries(
              entry("any", found -> true),
              entry("luhn", found -> luhn(digits(found))),
              entry("card", found -> card(digits(found))),
              entry("iban", Validators::iban),
              entry("us-ssn", found -> usSsn(digits(found))),
              entry("cn-resident-id", Validators::chineseResidentId),
              entry("phone", Validators::phone),
              entry("ipv4", Validators::ipv4),
              entry("email", Validators::email),
              entry("password", Validators::password),
              entry("es-nif", Checksums::spanishNif),
              entry("it-codice-fiscale", Checksums::italianTaxCode),
              entry("fr-insee", Checksums::frenchInsee),
              entry("br-cpf", found -> Checksums.brazilianCpf(digits(found))),
              entry("in-aadhaar", found -> Checksums.verhoeff(digits(found))),
              entry("random", Validators::random)));

  private static final int[] RESIDENT_WEIGHTS = {
    7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2
  };
  private static final String RESIDENT_CHECKS = "10X98765432";

  private static final Pattern STAND_IN_DOMAIN =
      Pattern.compile(
          "(.*\\.)?(example\\d?\\.[a-z.]+|.*\\.(example|invalid|test|localhost)|(your|my)?-?"
              + "(domain|company|email|website|mail)\\.(com|org|net)|(domain|email|test)\\.com)");
  private static final Pattern DATE =
      Pattern.compile(
          "(?:19|20)\\d\\d[-/. ](?:(?:19|20)\\d\\d|[01]?\\d[-/."
              + " ][0-3]?\\d)|[0-3]?\\d[-/.][01]?\\d[-/.](?:19|20)\\d\\d");
  private static final Pattern STAND_IN_PHONE =
      Pattern.compile(
          "^1?(?:123456789|1234567|8(?:00|33|44|55|66|77|88)\\d{7}$|\\d{3}55501\\d\\d$)");
  private static final Pattern STAND_IN_SECRET =
      Pattern.compile(
          "^\\$|^%|example|password|changeme|placeholder|your|xxxx|1234567|secret|getenv|environ"
              + "|process\\.|config\\.|\\(");

  private Validators() {}

  private static String digits(String text) {
    return text.chars()
        .filter(c -> c >= '0' && c <= '9')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Every second digit from the right doubled, its digits summed: the sum is 0 modulo 10. */
  private static boolean luhn(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int weighted = i % 2 == 0 ? digit : 2 * digit;
      sum += weighted > 9 ? weighted - 9 : weighted;
    }
    return sum % 10 == 0;
  }

  private static boolean card(String digits) {
    return luhn(digits) && digits.chars().distinct().count() > 2;
  }

  /** ISO 13616: the first four characters moved to the end, letters as 10 to 35, is 1 modulo 97. */
  private static boolean iban(String found) {
    String compact = found.replaceAll("[ -]", "");
    if (compact.length() < 15 || compact.length() > 34) {
      return false;
    }
    StringBuilder number = new StringBuilder();
    (compact.substring(4) + compact.substring(0, 4))
        .chars()
        .forEach(c -> number.append(Character.digit(c, 36)));
    return new BigInteger(number.toString()).mod(BigInteger.valueOf(97)).intValue() == 1;
  }

  /** Area not 000, 666 or 900 and above, group not 00, serial not 0000. */
  private static boolean usSsn(String digits) {
    return digits.length() == 9
        && !digits.startsWith("000")
        && !digits.startsWith("666")
        && digits.charAt(0) != '9'
        && !digits.startsWith("00", 3)
        && !digits.endsWith("0000")
        && digits.chars().distinct().count() > 1;
  }

  /** GB 11643: a weighted sum modulo 11 picks the last character. */
  private static boolean chineseResidentId(String found) {
    int sum = 0;
    for (int i = 0; i < RESIDENT_WEIGHTS.length; i++) {
      sum += RESIDENT_WEIGHTS[i] * (found.charAt(i) - '0');
    }
    return Character.toUpperCase(found.charAt(17)) == RESIDENT_CHECKS.charAt(sum % 11);
  }

  /** 7 to 15 digits that are no date, no range of years, no made-up and no toll-free number. */
  private static boolean phone(String found) {
    int extension = found.indexOf('x');
    String digits = digits(extension < 0 ? found : found.substring(0, extension));
    return digits.length() >= 7
        && digits.length() <= 15
        && digits.chars().distinct().count() > 2
        && !DATE.matcher(found).find()
        && !STAND_IN_PHONE.matcher(digits).find();
  }

  /** Four numbers to 255, not a version such as 1.0.0.0 and not the machine itself. */
  private static boolean ipv4(String found) {
    for (String part : found.split("\\.", -1)) {
      if (Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return !found.endsWith(".0.0") && !found.startsWith("127.") && !found.startsWith("0.");
  }

  /** Not a domain that documentation uses (RFC 2606) or a stand-in. */
  private static boolean email(String found) {
    String domain = found.substring(found.indexOf('@') + 1).toLowerCase(Locale.ROOT);
    return !STAND_IN_DOMAIN.matcher(domain).matches();
  }

  /** Holds a digit or a mark among letters, and is neither a variable nor a stand-in. */
  private static boolean password(String found) {
    boolean letter = found.chars().anyMatch(Character::isLetter);
    boolean other =
        found.chars().anyMatch(c -> Character.isDigit(c) || "!@#$%^&*?~+".indexOf(c) >= 0);
    return letter
        && other
        && !found.contains("://")
        && !STAND_IN_SECRET.matcher(found.toLowerCase(Locale.ROOT)).find()
        && random(found);
  }

  /** At least 2.5 bits of Shannon entropy a character: not a word, a dummy or a run. */
  private static boolean random(String found) {
    Map<Integer, Integer> counts = new TreeMap<>();
    found.chars().forEach(c -> counts.merge(c, 1, Integer::sum));
    double bits =
        counts.values().stream()
            .mapToDouble(n -> (double) n / found.length())
            .map(p -> -p * Math.log(p) / Math.log(2))
            .sum();
    return bits >= 2.5;
  }
}

package dev.larder.dynamo.item;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * The numbers that DynamoDB stores exactly: up to 38 significant digits, and zero or a magnitude
 * from 1E-130 to below 1E126. See "Supported data types" of the DynamoDB developer guide.
 */
public final class DynamoNumber {
  /** Significant digits that DynamoDB stores. */
  public static final int MAX_DIGITS = 38;

  private static final int MIN_EXPONENT = -130;
  private static final int MAX_EXPONENT = 125;

  private DynamoNumber() {}

  /**
   * Why DynamoDB cannot store the text exactly as a number; empty if it can.
   *
   * @param text any text; numbers have the syntax of JSON (RFC 8259, section 6)
   */
  public static Optional<String> validate(String text) {
    int mantissaEnd = mantissaEnd(text);
    if (mantissaEnd < 0) {
      return Optional.of("it is not a number in the syntax of JSON");
    }
    // The first and last nonzero digits by their power of ten (0 for the units), before the
    // exponent applies.
    int point = text.indexOf('.');
    int units = (point < 0 || point > mantissaEnd ? mantissaEnd : point) - 1;
    int highest = Integer.MIN_VALUE;
    int lowest = 0;
    for (int i = 0; i < mantissaEnd; i++) {
      char c = text.charAt(i);
      if (c >= '1' && c <= '9') {
        lowest = i <= units ? units - i : units + 1 - i;
        if (highest == Integer.MIN_VALUE) {
          highest = lowest;
        }
      }
    }
    if (highest == Integer.MIN_VALUE) {
      return Optional.empty();
    }
    if (highest - lowest >= MAX_DIGITS) {
      return Optional.of(
          "it has "
              + (highest - lowest + 1)
              + " significant digits, but DynamoDB supports at most "
              + MAX_DIGITS
              + "; send a longer number as a string");
    }
    long exponent = highest + exponent(text, mantissaEnd);
    if (exponent < MIN_EXPONENT || exponent > MAX_EXPONENT) {
      return Optional.of("its magnitude is outside DynamoDB's range of 1E-130 to 9.99E+125");
    }
    return Optional.empty();
  }

  /**
   * The number in a syntax that DynamoDB accepts: without an exponent if it is zero, since DynamoDB
   * rejects some exponents of zero.
   */
  static String readable(String number) {
    boolean hasExponent = number.indexOf('e') >= 0 || number.indexOf('E') >= 0;
    return hasExponent && exact(number).signum() == 0 ? "0" : number;
  }

  /**
   * The number as DynamoDB returns it: without an exponent, and without zeros that mean nothing.
   *
   * @param number a text for which {@link #validate} is empty
   */
  static String plain(String number) {
    if (isPlain(number)) {
      return number;
    }
    BigDecimal exact = exact(number);
    return exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
  }

  private static boolean isPlain(String number) {
    boolean fraction = false;
    for (int i = 0; i < number.length(); i++) {
      char c = number.charAt(i);
      if (c == 'e' || c == 'E') {
        return false;
      }
      fraction |= c == '.';
    }
    return fraction ? !number.endsWith("0") : !number.equals("-0");
  }

  /** A text that is the same for all spellings of a number. */
  public static String canonical(String number) {
    return exact(number).stripTrailingZeros().toString();
  }

  /** The value of a number for which {@link #validate} is empty. */
  public static BigDecimal exact(String number) {
    try {
      return new BigDecimal(number);
    } catch (NumberFormatException e) {
      // BigDecimal fails only for exponents that just zero can have here, such as 0e9999999999.
      return BigDecimal.ZERO;
    }
  }

  /** The index after the mantissa of a JSON number; -1 if the text is not a JSON number. */
  private static int mantissaEnd(String text) {
    int at = text.startsWith("-") ? 1 : 0;
    int digits = digitsFrom(text, at);
    if (digits == at || (text.charAt(at) == '0' && digits > at + 1)) {
      return -1;
    }
    at = digits;
    if (at < text.length() && text.charAt(at) == '.') {
      digits = digitsFrom(text, at + 1);
      if (digits == at + 1) {
        return -1;
      }
      at = digits;
    }
    int mantissaEnd = at;
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        at++;
      }
      digits = digitsFrom(text, at);
      if (digits == at) {
        return -1;
      }
      at = digits;
    }
    return at == text.length() ? mantissaEnd : -1;
  }

  private static int digitsFrom(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  private static long exponent(String text, int mantissaEnd) {
    if (mantissaEnd == text.length()) {
      return 0;
    }
    String digits = text.substring(mantissaEnd + 1);
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      return digits.startsWith("-") ? Integer.MIN_VALUE : Integer.MAX_VALUE;
    }
  }
}

package dev.larder.dynamo.item;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.larder.Damaged;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DynamoNumberTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "0.00, 0",
    "0e999999999999, 0",
    "-1.50, -1.5",
    "1.0, 1",
    "100, 100",
    "1e3, 1000",
    "1.5E+2, 150",
    "1E-7, 0.0000001",
    "10.5, 10.5"
  })
  void aNumberIsWrittenAsDynamoDbReturnsIt(String number, String plain) {
    assertEquals(plain, DynamoNumber.plain(number));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "0.000",
        "0e999999999999",
        "1",
        "-1.50",
        "1E-130",
        "9.9999999999999999999999999999999999999E+125",
        "99999999999999999999999999999999999999",
        "0.00000000000000000000000000000000000000000012345",
        "100000000000000000000000000000000000000000000000000000000000",
        "1234567890.1234567890123456789012345678",
        "10000000000000000000000000000000000000e-160"
      })
  void keptExactly(String number) {
    assertTrue(DynamoNumber.validate(number).isEmpty(), number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "999999999999999999999999999999999999999",
        "1.00000000000000000000000000000000000001",
        "100000000000000000000000000000000000001"
      })
  void tooManyDigits(String number) {
    assertTrue(DynamoNumber.validate(number).orElse("").contains("39 significant digits"), number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1E126", "-1E126", "1E-131", "0.9E-130", "1e99999999999999", "1e-99999999999"})
  void tooLargeOrTooSmall(String number) {
    assertTrue(DynamoNumber.validate(number).orElse("").contains("magnitude"), number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "+1",
        "01",
        "1.",
        ".5",
        "1e",
        "1e+",
        "0x1",
        "NaN",
        "Infinity",
        " 1",
        "1 ",
        "１",
        "1.2.3",
        "1f"
      })
  void noNumber(String text) {
    assertTrue(DynamoNumber.validate(text).orElse("").contains("not a number"), text);
  }

  @Property(tries = 500)
  void whateverIsTakenIsANumberOfJson(@ForAll("texts") String text) throws IOException {
    if (DynamoNumber.validate(text).isEmpty()) {
      assertEquals(0, new BigDecimal(text).compareTo(DynamoNumber.exact(text)), text);
      assertTrue(new ObjectMapper().readTree(text).isNumber(), text);
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return Damaged.texts(numbers().filter(number -> number.length() < 40));
  }

  @Property
  void agreesWithArithmetic(@ForAll("numbers") String number) {
    BigDecimal value = new BigDecimal(number).stripTrailingZeros();
    boolean kept =
        value.signum() == 0
            || (value.precision() <= 38
                && value.abs().compareTo(new BigDecimal("1E-130")) >= 0
                && value.abs().compareTo(new BigDecimal("1E126")) < 0);
    assertEquals(kept, DynamoNumber.validate(number).isEmpty(), number);
  }

  @Provide
  Arbitrary<String> numbers() {
    Arbitrary<BigInteger> unscaled =
        Arbitraries.bigIntegers().between(BigInteger.TEN.pow(42).negate(), BigInteger.TEN.pow(42));
    Arbitrary<String> plain =
        Combinators.combine(unscaled, Arbitraries.integers().between(-20, 60))
            .as((digits, scale) -> new BigDecimal(digits, scale).toPlainString());
    Arbitrary<String> scientific =
        Combinators.combine(unscaled, Arbitraries.integers().between(-180, 130))
            .as((digits, exponent) -> digits + "e" + exponent);
    return Arbitraries.oneOf(plain, scientific);
  }
}

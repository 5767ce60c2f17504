package dev.larder.table.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.dynamo.expression.Condition;
import dev.larder.dynamo.item.Item;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.runtime.UuidV7;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ItemVersionTest {
  private static final Item ITEM = Item.of(Map.of("id", AttributeValue.fromS("a")));

  @Test
  void aVersionIsThatOfItsItemAndKnowsItsTime() {
    Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    String version = UuidV7.next();
    Instant after = Instant.now();
    Item item = ITEM.with("_version", version);
    assertEquals(version, ItemVersion.of(item));
    assertFalse(ItemVersion.isDerived(ItemVersion.of(item)));
    Instant time = ItemVersion.lastModified(item).orElseThrow();
    assertFalse(time.isBefore(before) || time.isAfter(after), () -> before + " " + time);
  }

  @Test
  void theVersionInABodyDemandsThatItIsTheOneThatIsStored() {
    Item stored = Item.of(Map.of("_version", AttributeValue.fromS("v")));
    Condition demanded = ItemVersion.preconditionOf(stored);
    assertTrue(demanded.holdsFor(stored));
    assertFalse(demanded.holdsFor(Item.of(Map.of("_version", AttributeValue.fromS("w")))));
    assertFalse(demanded.holdsFor(Item.of(Map.of())));
    assertEquals(Condition.ALWAYS, ItemVersion.preconditionOf(Item.of(Map.of())));

    ProblemException problem =
        assertThrows(
            ProblemException.class,
            () ->
                ItemVersion.preconditionOf(Item.of(Map.of("_version", AttributeValue.fromN("7")))));
    assertEquals(ProblemType.INVALID_ITEM, problem.type());
    assertEquals("/_version", problem.members().get("pointer"));
  }

  @Property(tries = 300)
  void theTimeOfAVersionComesBack(@ForAll("times") Instant time) {
    assertEquals(
        Optional.of(time), ItemVersion.lastModified(ITEM.with("_version", version(time, 0))));
    assertEquals(
        Optional.of(time), ItemVersion.lastModified(ITEM.with("_version", version(time, -1))));
  }

  @Property(tries = 300)
  void theEarliestVersionOfAMomentIsBetweenThatAndTheMomentBefore(@ForAll("times") Instant time) {
    String earliest = ItemVersion.lowestAt(time);
    assertTrue(earliest.compareTo(version(time, 0)) <= 0, earliest);
    assertTrue(earliest.compareTo(version(time, -1)) < 0, earliest);
    if (time.toEpochMilli() > 0) {
      String before = version(time.minusMillis(1), -1);
      assertTrue(earliest.compareTo(before) > 0, () -> before + " " + earliest);
    }
    assertEquals(36, earliest.length());
  }

  /** A header date can name such a moment, and no version is from before it. */
  @ParameterizedTest
  @ValueSource(
      strings = {"1969-12-31T23:59:59.999Z", "1960-01-01T00:00:00Z", "0001-01-01T00:00:00Z"})
  void noVersionIsBeforeTheEarliestOfATimeBefore1970(Instant time) {
    String earliest = ItemVersion.lowestAt(time);
    assertTrue(earliest.compareTo(version(Instant.EPOCH, 0)) <= 0, earliest);
  }

  @Provide
  Arbitrary<Instant> times() {
    return Arbitraries.longs()
        .between(0, Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli())
        .map(Instant::ofEpochMilli);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1", "v2", "\\", "a,b", "*", "W/", "non-1", "None-1", "!", "~", "#&'()[]{}"})
  void aVersionOfAnotherWriterIsTakenWhereItCanBeOne(String version) {
    Item item = ITEM.with("_version", version);
    assertEquals(version, ItemVersion.of(item));
    assertEquals(Optional.empty(), ItemVersion.lastModified(item));
  }

  @Test
  void aVersionHasUpTo128Characters() {
    String most = "v".repeat(128);
    assertEquals(most, ItemVersion.of(ITEM.with("_version", most)));
    assertTrue(ItemVersion.isDerived(ItemVersion.of(ITEM.with("_version", most + "v"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "a b", "a\"b", "\"", "é", "\u0080", "\u00FF", "€", "😀", "\u007F", "a\nb",
        "\u0000", "none-", "none-1"
      })
  void anAttributeThatCannotBeAVersionIsPartOfWhatItIsDerivedFrom(String version) {
    Item item = ITEM.with("_version", version);
    String derived = ItemVersion.of(item);
    assertTrue(ItemVersion.isDerived(derived), derived);
    assertNotEquals(ItemVersion.of(ITEM), derived);
    assertNotEquals(version, derived);
    assertEquals(Optional.empty(), ItemVersion.lastModified(item));
  }

  @Test
  void anAttributeThatIsNoStringIsPartOfWhatTheVersionIsDerivedFrom() {
    for (AttributeValue value :
        List.of(
            AttributeValue.fromN("1"),
            AttributeValue.fromNul(true),
            AttributeValue.fromSs(List.of("v1")))) {
      Item item = ITEM.with(Item.of(Map.of("_version", value)));
      String derived = ItemVersion.of(item);
      assertTrue(ItemVersion.isDerived(derived), derived);
      assertNotEquals(ItemVersion.of(ITEM), derived);
      assertEquals(Optional.empty(), ItemVersion.lastModified(item));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "123e4567-e89b-12d3-a456-426614174000",
        "9b2d6f3a-1c5e-4f7a-8b9c-0d1e2f3a4b5c",
        "019b76a1-88c5-8abc-8def-0123456789ab",
        "019b76a188c57abc8def0123456789ab",
        "019b76a1-88c5-7abc-8def-0123456789a",
        "019b76a1-88c5-7abc-8def-0123456789abc",
        "019b76a1-88c5-7abc-8def-0123456789ag",
        "zzzzzzzz-zzzz-7zzz-8zzz-zzzzzzzzzzzz",
        "1-1-7000-1-1"
      })
  void onlyAUuidOfVersion7TellsATime(String version) {
    Item item = ITEM.with("_version", version);
    assertEquals(version, ItemVersion.of(item));
    assertEquals(Optional.empty(), ItemVersion.lastModified(item));
  }

  @Test
  void anItemWithoutTheAttributeHasAVersionDerivedFromWhatItHolds() {
    String derived = ItemVersion.of(ITEM);
    assertTrue(ItemVersion.isDerived(derived));
    assertEquals(derived, ItemVersion.of(ITEM));
    assertEquals(Optional.empty(), ItemVersion.lastModified(ITEM));
    assertNotEquals(derived, ItemVersion.of(ITEM.with("id", "b")));
    assertNotEquals(derived, ItemVersion.of(ITEM.with("more", "")));
    assertNotEquals(derived, ItemVersion.of(ITEM.without("id")));
  }

  @Test
  void aDerivedVersionDoesNotDependOnTheOrderOfAttributes() {
    Map<String, AttributeValue> turned = new LinkedHashMap<>();
    turned.put("more", AttributeValue.fromN("1"));
    turned.put("id", AttributeValue.fromS("a"));
    Item item = ITEM.with(Item.of(Map.of("more", AttributeValue.fromN("1.0"))));
    assertEquals(ItemVersion.of(item), ItemVersion.of(Item.of(turned)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none-x", "none-"})
  void aDerivedVersionIsKnownByItsPrefix(String version) {
    assertTrue(ItemVersion.isDerived(version));
    assertFalse(ItemVersion.isDerived("x" + version));
    assertFalse(ItemVersion.isDerived("none"));
  }

  /** The UUIDv7 of a moment whose random bits are all 0 or all 1. */
  private static String version(Instant time, long random) {
    return new UUID(
            time.toEpochMilli() << 16 | 0x7000 | (random & 0xFFF),
            0x8000000000000000L | (random & 0x3FFFFFFFFFFFFFFFL))
        .toString();
  }
}

package dev.larder.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.dynamo.item.Item;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.schema.TableSchema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class OwnershipTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Item ADAS = item(AttributeValue.fromS("ada"));
  private static final Item EVES = item(AttributeValue.fromS("eve"));
  private static final Item NOBODYS = Item.of(Map.of("id", AttributeValue.fromS("a")));

  private static final Ownership ADA = new Ownership("owner", Optional.of("ada"), true);
  private static final Ownership ALL = new Ownership("owner", Optional.empty(), true);

  private static Item item(AttributeValue owner) {
    return Item.of(Map.of("id", AttributeValue.fromS("a"), "owner", owner));
  }

  @Test
  void anItemIsTheOwnersWhoIsNamedExactly() {
    assertTrue(ADA.permits(ADAS));
    for (AttributeValue other :
        List.of(
            AttributeValue.fromS("Ada"),
            AttributeValue.fromS("ada "),
            AttributeValue.fromS(""),
            AttributeValue.fromNul(true),
            AttributeValue.fromSs(List.of("ada")),
            AttributeValue.fromL(List.of(AttributeValue.fromS("ada"))),
            AttributeValue.fromM(Map.of("S", AttributeValue.fromS("ada"))))) {
      assertFalse(ADA.permits(item(other)), other::toString);
      assertFalse(ADA.filter().orElseThrow().condition().holdsFor(item(other)), other::toString);
    }
    assertFalse(ADA.permits(NOBODYS));
    assertTrue(ALL.permits(EVES) && ALL.permits(NOBODYS));
    assertEquals(Optional.empty(), ALL.filter());
  }

  @Test
  void whatIsWrittenNamesItsOwner() {
    assertEquals(ADAS, ADA.of(NOBODYS));
    assertSame(ADAS, ADA.of(ADAS));
    assertSame(EVES, ALL.of(EVES));
    refuses(ADA, EVES, ProblemType.FORBIDDEN);
    refuses(ALL, NOBODYS, ProblemType.INVALID_ITEM);
    for (Ownership ownership : List.of(ADA, ALL)) {
      for (AttributeValue none :
          List.of(
              AttributeValue.fromS(""),
              AttributeValue.fromN("1"),
              AttributeValue.fromNul(true),
              AttributeValue.fromSs(List.of("ada")),
              AttributeValue.fromL(List.of(AttributeValue.fromS("ada"))))) {
        refuses(ownership, item(none), ProblemType.INVALID_ITEM);
      }
    }
  }

  private static void refuses(Ownership ownership, Item item, ProblemType type) {
    ProblemException problem = assertThrows(ProblemException.class, () -> ownership.of(item));
    assertEquals(type, problem.type());
    assertEquals("/owner", problem.members().get("pointer"));
  }

  private static Collection collection(String key, Ownership ownership) {
    return new Collection(
        "c",
        "c",
        TableSchema.parse(key),
        new Expiry(Optional.of("expires")),
        false,
        Double.MAX_VALUE,
        Optional.empty(),
        Optional.of(ownership),
        true);
  }

  @Test
  void aWriteIsOnItsOwnersItemOrOnNone() {
    var writable = collection("id:S", ADA).writableCondition(NOBODYS, NOW);
    assertTrue(writable.holdsFor(ADAS));
    assertTrue(writable.holdsFor(Item.of(Map.of())), "there is none");
    assertFalse(writable.holdsFor(EVES));
    assertFalse(writable.holdsFor(NOBODYS), "it is there, and has no owner");
    Item expired =
        EVES.with(
            Item.of(
                Map.of("expires", AttributeValue.fromN(Long.toString(NOW.getEpochSecond() - 1)))));
    assertTrue(writable.holdsFor(expired), "it counts as absent");
    assertTrue(collection("id:S", ALL).writableCondition(NOBODYS, NOW).holdsFor(EVES));
  }

  @Test
  void aKeyThatNamesAnOwnerIsTheOwnersAlone() {
    Collection collection = collection("owner:S,id:S", ADA);
    assertTrue(collection.writableCondition(ADAS, NOW).holdsFor(ADAS));
    ProblemException secret =
        assertThrows(ProblemException.class, () -> collection.writableCondition(EVES, NOW));
    assertEquals(ProblemType.ITEM_NOT_FOUND, secret.type());
    Collection shown =
        collection("owner:S,id:S", new Ownership("owner", Optional.of("ada"), false));
    ProblemException forbidden = assertThrows(ProblemException.class, () -> shown.requireOwn(EVES));
    assertEquals(ProblemType.FORBIDDEN, forbidden.type());
  }
}

package dev.larder.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.dynamo.item.Item;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.filter.Filter;
import dev.larder.table.schema.TableSchema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class RowsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Item ADAS = item(AttributeValue.fromS("ada"));
  private static final Item EVES = item(AttributeValue.fromS("eve"));
  private static final Item NOBODYS = Item.of(Map.of("id", AttributeValue.fromS("a")));

  private static final Rows ADA = Rules.ownedBy("ada", true);
  private static final Rows ALL =
      new Rows(List.of("owner"), Optional.empty(), Optional.empty(), true);

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
      assertFalse(Filter.all(ADA.filters()).holdsFor(item(other)), other::toString);
    }
    assertFalse(ADA.permits(NOBODYS));
    assertTrue(ALL.permits(EVES) && ALL.permits(NOBODYS));
    assertEquals(List.of(), ALL.filters());
  }

  @Test
  void whatIsWrittenNamesItsOwner() {
    assertEquals(ADAS, ADA.of(NOBODYS));
    assertSame(ADAS, ADA.of(ADAS));
    assertSame(EVES, ALL.of(EVES));
    refuses(ADA, EVES, ProblemType.FORBIDDEN);
    refuses(ALL, NOBODYS, ProblemType.INVALID_ITEM);
    for (Rows rows : List.of(ADA, ALL)) {
      for (AttributeValue none :
          List.of(
              AttributeValue.fromS(""),
              AttributeValue.fromN("1"),
              AttributeValue.fromNul(true),
              AttributeValue.fromSs(List.of("ada")),
              AttributeValue.fromL(List.of(AttributeValue.fromS("ada"))))) {
        refuses(rows, item(none), ProblemType.INVALID_ITEM);
      }
    }
  }

  private static void refuses(Rows rows, Item item, ProblemType type) {
    ProblemException problem = assertThrows(ProblemException.class, () -> rows.of(item));
    assertEquals(type, problem.type());
    assertEquals("/owner", problem.members().get("pointer"));
  }

  private static Collection collection(String key, Rows rows) {
    return new Collection(
        "c",
        "c",
        TableSchema.parse(key),
        new Expiry(Optional.of("expires")),
        false,
        Double.MAX_VALUE,
        Optional.empty(),
        Optional.of(rows),
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
    Collection shown = collection("owner:S,id:S", Rules.ownedBy("ada", false));
    ProblemException forbidden = assertThrows(ProblemException.class, () -> shown.requireOwn(EVES));
    assertEquals(ProblemType.FORBIDDEN, forbidden.type());
  }

  private static final Rows TEAMS =
      new Rows(
          List.of("owner", "team"),
          Optional.of(Map.of("owner", List.of("ada"), "team", List.of("red", "blue"))),
          Optional.of(new Rows.Share("readers", Optional.of("ada"), true)),
          true);

  private static Item of(String owner, String team) {
    return NOBODYS.with("owner", owner).with("team", team);
  }

  private static Item shared(Item item, AttributeValue readers) {
    return item.with(Item.of(Map.of("readers", readers)));
  }

  @Test
  void anItemIsTheCallersIfEachAttributeHasOneOfItsValues() {
    assertTrue(TEAMS.permits(of("ada", "red")) && TEAMS.permits(of("ada", "blue")));
    for (Item other : List.of(of("ada", "green"), of("eve", "red"), ADAS)) {
      assertFalse(TEAMS.permits(other));
      assertFalse(Filter.all(TEAMS.filters()).holdsFor(other));
    }
    assertTrue(Filter.all(TEAMS.filters()).holdsFor(of("ada", "blue")));
  }

  @Test
  void anItemThatNamesTheCallerAsAReaderIsShared() {
    Item eves = of("eve", "green");
    AttributeValue names =
        AttributeValue.fromL(List.of(AttributeValue.fromN("1"), AttributeValue.fromS("ada")));
    for (AttributeValue readers : List.of(AttributeValue.fromSs(List.of("bob", "ada")), names)) {
      assertTrue(TEAMS.permits(shared(eves, readers)));
    }
    for (AttributeValue readers :
        List.of(
            AttributeValue.fromSs(List.of("bob")),
            AttributeValue.fromL(List.of()),
            AttributeValue.fromS("ada"),
            AttributeValue.fromM(Map.of("ada", AttributeValue.fromBool(true))))) {
      assertFalse(TEAMS.permits(shared(eves, readers)), readers::toString);
    }
    Rows ofWriter =
        new Rows(
            TEAMS.attributes(),
            TEAMS.values(),
            Optional.of(new Rows.Share("readers", Optional.of("ada"), false)),
            true);
    Item shared = shared(eves, AttributeValue.fromSs(List.of("ada")));
    assertFalse(ofWriter.permits(shared));
    Collection writing = collection("id:S", ofWriter);
    assertEquals(ProblemType.FORBIDDEN, writing.foreignItem(shared).type());
    assertEquals(ProblemType.ITEM_NOT_FOUND, writing.foreignItem(eves).type());
  }

  @Test
  void aValueIsChosenByTheCallerIfItHasSeveral() {
    assertEquals(of("ada", "red"), TEAMS.of(NOBODYS.with("team", "red")));
    ProblemException unclear =
        assertThrows(ProblemException.class, () -> TEAMS.of(NOBODYS.with("owner", "ada")));
    assertEquals(ProblemType.INVALID_ITEM, unclear.type());
    assertTrue(unclear.getMessage().contains("red, blue"), unclear.getMessage());
    ProblemException others =
        assertThrows(ProblemException.class, () -> TEAMS.of(of("ada", "green")));
    assertEquals(ProblemType.FORBIDDEN, others.type());
    assertEquals("/team", others.members().get("pointer"));
    ProblemException noList =
        assertThrows(
            ProblemException.class, () -> TEAMS.of(of("ada", "red").with("readers", "bob")));
    assertEquals("/readers", noList.members().get("pointer"));
  }
}

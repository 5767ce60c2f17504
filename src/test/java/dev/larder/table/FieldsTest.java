package dev.larder.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.larder.dynamo.item.Item;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class FieldsTest {
  /** The salary is hidden and fixed, notes are fixed, and the password can be set only. */
  private static final Fields FIELDS =
      new Fields(Set.of("salary", "password"), Set.of("salary", "notes"));

  private static final Item STORED =
      Item.NONE
          .with("id", "a")
          .with("salary", "100")
          .with("notes", "good")
          .with("password", "secret");

  private static final Item SENT = Item.NONE.with("id", "a").with("name", "Ada");

  private static void refuses(Item sent, String attribute) {
    ProblemException problem =
        assertThrows(ProblemException.class, () -> FIELDS.keeping(sent, STORED));
    assertEquals(ProblemType.FORBIDDEN, problem.type());
    assertEquals("/" + attribute, problem.members().get("pointer"));
  }

  @Test
  void whatIsHiddenIsAbsent() {
    assertEquals(Item.NONE.with("id", "a").with("notes", "good"), FIELDS.visible(STORED));
    assertEquals(STORED, Fields.ALL.visible(STORED));
    assertThrows(ProblemException.class, () -> FIELDS.requireVisible("salary"));
    FIELDS.requireVisible("notes");
  }

  @Test
  void theOrderOfWhatIsVisibleDoesNotShowWhatIsHidden() {
    Item visible = FIELDS.visible(Item.NONE.with("name", "Ada").with("id", "a"));
    assertEquals(List.of("id", "name"), List.copyOf(visible.attributes().keySet()));
  }

  @Test
  void aReplacementKeepsWhatTheCallerMayNotChange() {
    Item kept = STORED.with("name", "Ada");
    assertEquals(kept, FIELDS.keeping(SENT, STORED));
    assertEquals(kept, FIELDS.keeping(SENT.with("notes", "good"), STORED));
    assertEquals(
        kept.with("password", "new"), FIELDS.keeping(SENT.with("password", "new"), STORED));
    assertEquals(SENT, FIELDS.keeping(SENT, Item.NONE));
  }

  @Test
  void aReplacementThatWouldChangeItIsRefused() {
    refuses(SENT.with("notes", "bad"), "notes");
    refuses(SENT.with("salary", "1"), "salary");
    refuses(SENT.with("salary", "100"), "salary");
    assertThrows(
        ProblemException.class, () -> FIELDS.keeping(SENT.with("notes", "good"), Item.NONE));
  }

  @Test
  void aSetCanBeSentBackAsTheListThatPlainJsonHas() {
    AttributeValue set = AttributeValue.fromSs(List.of("a", "b"));
    AttributeValue list =
        AttributeValue.fromL(List.of(AttributeValue.fromS("a"), AttributeValue.fromS("b")));
    Item stored = Item.of(Map.of("notes", set));
    assertEquals(stored, FIELDS.keeping(Item.of(Map.of("notes", list)), stored));
  }
}

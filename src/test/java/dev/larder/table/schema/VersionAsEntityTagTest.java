package dev.larder.table.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemArbitraries;
import dev.larder.http.EntityTag;
import dev.larder.http.EntityTagList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class VersionAsEntityTagTest {
  private static final Item ITEM = Item.of(Map.of("id", AttributeValue.fromS("a")));

  @Test
  void theTagOfAnItemIsItsVersion() {
    assertEquals(
        EntityTag.strong("v1"), EntityTag.strong(ItemVersion.of(ITEM.with("_version", "v1"))));
    assertFalse(ItemVersion.isDerived("v1"));
  }

  @Test
  void aTagThatIsDerivedIsStrongToo() {
    EntityTag tag = EntityTag.strong(ItemVersion.of(ITEM));
    assertTrue(ItemVersion.isDerived(tag.opaque()));
    assertFalse(tag.weak());
  }

  /** The tag would name another version in the typed form. */
  @Test
  void aVersionOfAnotherWriterThatEndsAsATypedTagIsNone() {
    assertTrue(ItemVersion.isDerived(ItemVersion.of(ITEM.with("_version", "v1;typed"))));
  }

  @Property(tries = 200)
  void everyTagIsOneThatAHeaderFieldCanCarryBack(@ForAll("texts") String version) {
    EntityTag tag = EntityTag.strong(ItemVersion.of(ITEM.with("_version", version)));
    assertEquals(
        new EntityTagList(false, List.of(tag)), EntityTagList.parse("If-Match", tag.toString()));
    assertTrue(tag.toString().chars().allMatch(c -> c > ' ' && c < 0x7F), tag.toString());
  }

  @Provide
  Arbitrary<String> texts() {
    return ItemArbitraries.texts();
  }
}

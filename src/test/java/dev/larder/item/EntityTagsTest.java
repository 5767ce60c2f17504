package dev.larder.item;

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

class EntityTagsTest {
  private static final Item ITEM = Item.of(Map.of("id", AttributeValue.fromS("a")));

  @Test
  void theTagOfAnItemIsItsVersion() {
    assertEquals(EntityTag.strong("v1"), EntityTags.of(ITEM.with("_version", "v1")));
    assertFalse(EntityTags.isDerived(EntityTags.of(ITEM.with("_version", "v1"))));
  }

  @Test
  void aTagThatIsDerivedIsStrongToo() {
    EntityTag tag = EntityTags.of(ITEM);
    assertTrue(EntityTags.isDerived(tag));
    assertFalse(tag.weak());
    assertTrue(EntityTags.isDerived(new EntityTag(true, tag.opaque())));
  }

  @Property(tries = 200)
  void everyTagIsOneThatAHeaderFieldCanCarryBack(@ForAll("texts") String version) {
    EntityTag tag = EntityTags.of(ITEM.with("_version", version));
    assertEquals(
        new EntityTagList(false, List.of(tag)), EntityTagList.parse("If-Match", tag.toString()));
    assertTrue(tag.toString().chars().allMatch(c -> c > ' ' && c < 0x7F), tag.toString());
  }

  @Provide
  Arbitrary<String> texts() {
    return ItemArbitraries.texts();
  }
}

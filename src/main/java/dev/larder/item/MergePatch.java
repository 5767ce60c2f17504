package dev.larder.item;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.larder.dynamo.item.Item;
import dev.larder.dynamo.item.ItemTree;
import dev.larder.problem.Limit;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * A JSON Merge Patch (RFC 7396): an object with the members to set, and null for those to remove.
 */
final class MergePatch implements ItemPatch {
  private final ObjectNode patch;

  private MergePatch(ObjectNode patch) {
    this.patch = patch;
  }

  static MergePatch read(InputStream body, Limit depth) throws IOException {
    if (ItemTree.read(body, depth, 0) instanceof ObjectNode patch) {
      return new MergePatch(patch);
    }
    throw new ProblemException(
            ProblemType.INVALID_ITEM,
            "A merge patch must be a JSON object. Send an object with the attributes to change,"
                + " and null for those to remove.")
        .with("pointer", "");
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  @Override
  public boolean dependsOn(String attribute) {
    JsonNode value = patch.get(attribute);
    return value != null && (value.isNull() || value.isObject());
  }

  @Override
  public Item apply(Item current) {
    ItemTree tree = new ItemTree(current);
    merge(tree, tree.root(), patch);
    return tree.itemOf(tree.root());
  }

  private static void merge(ItemTree tree, ObjectNode target, ObjectNode patch) {
    for (Map.Entry<String, JsonNode> member : patch.properties()) {
      String name = member.getKey();
      JsonNode value = member.getValue();
      JsonNode old = target.get(name);
      if (value.isNull()) {
        target.remove(name);
      } else if (value instanceof ObjectNode changes) {
        merge(tree, old instanceof ObjectNode object ? object : target.putObject(name), changes);
      } else {
        tree.replaced(old, value);
        target.set(name, value);
      }
    }
  }
}

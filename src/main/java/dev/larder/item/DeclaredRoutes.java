package dev.larder.item;

import dev.larder.dynamo.item.Item;
import dev.larder.http.CollectionRoutes;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.Collection;
import dev.larder.table.CollectionPaths;
import dev.larder.table.model.ItemPath;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.text.PathSegments;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Finds the collections of the model at the paths that it declares. Filters get a proxy of it: they
 * are made at build time, when the configuration is not known.
 */
@ApplicationScoped
public class DeclaredRoutes implements CollectionRoutes {
  /** The key is read from the path as it was sent, which the router would decode. */
  private static final String ANY_ITEM = "/item";

  private final CollectionPaths paths;

  DeclaredRoutes(CollectionPaths paths) {
    this.paths = paths;
  }

  @Override
  public String route(String path) {
    return paths
        .find(path)
        .map(target -> "/" + target.collection() + (target.isItem() ? ANY_ITEM : ""))
        .orElse(path);
  }

  /**
   * The key in the path of an item, or what of it the path names.
   *
   * @param path percent-encoded, as it was sent
   * @param key the same below the path of the collection, if no other path is declared
   * @throws ProblemException {@code invalid-key}
   */
  Item key(Collection collection, String path, String key) {
    return collection.keyOf(
        paths
            .find(path)
            .map(target -> PathSegments.decode(target.values()))
            .orElseGet(() -> PathSegments.decode(key)));
  }

  @Override
  public void requireDeclared(String path) {
    if (paths.find(path).isPresent()) {
      return;
    }
    int end = path.indexOf('/', 1);
    if (end > 0) {
      Optional<ItemPath> elsewhere = paths.pathOf(path.substring(1, end));
      if (elsewhere.isPresent()) {
        throw new ProblemException(
            ProblemType.NOT_FOUND,
            "The items of the collection "
                + path.substring(1, end)
                + " are at "
                + elsewhere.get()
                + ".");
      }
    }
  }

  /**
   * What is at the path of an item or a list.
   *
   * @param path percent-encoded
   * @throws ProblemException as {@link #requireDeclared}
   */
  public CollectionPaths.Target find(String path) {
    return paths
        .find(path)
        .orElseGet(
            () -> {
              requireDeclared(path);
              List<String> segments = Arrays.asList(path.substring(1).split("/", -1));
              return new CollectionPaths.Target(
                  PathSegments.decode(segments).get(0),
                  segments.subList(1, segments.size()),
                  segments.size() > 1);
            });
  }

  /**
   * The collection within the list at a path.
   *
   * @param path percent-encoded, as it was sent
   * @throws ProblemException {@code invalid-key} if the path has a value that no key has
   */
  public Collection within(Collection collection, String path) {
    return paths.find(path).map(target -> within(collection, target)).orElse(collection);
  }

  /** The collection within the list that a target is; the collection itself for an item. */
  public Collection within(Collection collection, CollectionPaths.Target target) {
    return target.isItem() || target.values().isEmpty()
        ? collection
        : collection.within(parents(collection, target));
  }

  private static Item parents(Collection collection, CollectionPaths.Target target) {
    List<String> names = collection.path().orElseThrow().variables();
    Map<String, AttributeValue> parents = new LinkedHashMap<>();
    for (int i = 0; i < target.values().size(); i++) {
      KeyAttribute attribute = collection.schema().definition(names.get(i)).orElseThrow();
      String value = PathSegments.decode(target.values().get(i)).get(0);
      parents.put(attribute.name(), collection.schema().valueOf(attribute, value));
    }
    return Item.of(parents);
  }
}

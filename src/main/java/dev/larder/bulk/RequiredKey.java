package dev.larder.bulk;

import dev.larder.dynamo.item.Item;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.Collection;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.KeyType;
import dev.larder.table.schema.TableSchema;
import dev.larder.text.SimilarNames;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The key attributes that each entry of a bulk request must have. None is generated unless the
 * request says so, because an entry without its key is nearly always a mistake: a name in other
 * letters, or a file with another separator.
 *
 * @param generatable whether the request could have string keys generated
 */
record RequiredKey(TableSchema schema, List<KeyAttribute> attributes, boolean generatable) {
  private static final String GENERATE =
      " To have string keys generated, send the request with ?generate=key.";

  /**
   * The key attributes of an item to write, except those of the caller, which Larder sets.
   *
   * @param generated whether absent string keys are generated
   */
  static RequiredKey ofWrite(Collection collection, boolean generated) {
    return new RequiredKey(
        collection.schema(),
        beyondPath(collection)
            .filter(key -> !(generated && collection.generates(key)))
            .filter(key -> collection.rows().flatMap(rows -> rows.onlyValue(key.name())).isEmpty())
            .toList(),
        !generated);
  }

  static RequiredKey ofDelete(Collection collection) {
    return new RequiredKey(collection.schema(), beyondPath(collection).toList(), false);
  }

  /** The key attributes that the path of the list does not give. */
  private static Stream<KeyAttribute> beyondPath(Collection collection) {
    return collection.schema().key().stream().filter(key -> !collection.parents().has(key.name()));
  }

  /**
   * @throws ProblemException {@code invalid-item} if the item lacks one of the attributes
   */
  void requireIn(Item item) {
    for (KeyAttribute attribute : attributes) {
      if (!item.has(attribute.name())) {
        ProblemException missing = schema.missing(attribute, item);
        throw generatable && attribute.type() == KeyType.S ? missing.adding(GENERATE) : missing;
      }
    }
  }

  /**
   * @param names the cells of a header row
   * @throws ProblemException {@code malformed-json} if none of them is one of the attributes
   */
  void requireIn(List<String> names, CsvFormat format) {
    for (KeyAttribute attribute : attributes) {
      if (!names.contains(attribute.name())) {
        throw new ProblemException(
            ProblemType.MALFORMED_JSON,
            "The first row, which names the columns, has no "
                + attribute.name()
                + ". The key of this collection is "
                + schema.describeKey()
                + ". "
                + hint(attribute.name(), names, format)
                + " Nothing was written."
                + (generatable && attribute.type() == KeyType.S ? GENERATE : ""));
      }
    }
  }

  private static String hint(String key, List<String> names, CsvFormat format) {
    Optional<CsvFormat> meant = format.meant(key, names);
    if (meant.isPresent()) {
      return "The cells seem to be separated by "
          + meant.get().separators()
          + ": set Content-Type to "
          + meant.get().mediaType()
          + ".";
    }
    return SimilarNames.of(key, names)
        .map(
            similar ->
                "It has \""
                    + similar
                    + "\": write the name exactly, in the same letter case and without white space"
                    + " around it.")
        .orElse("Begin the body with a row of the names of the attributes.");
  }
}

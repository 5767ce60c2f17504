package dev.larder.query;

import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.filter.Filter;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.TableSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Refuses a query that no key and no index serves, and lists the queries that they do serve. */
final class UnservedQueryProblem {
  private final Optional<Filter> own;
  private final List<Map<String, Object>> queryable = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();
  private final List<String> unplanned;

  private UnservedQueryProblem(TableSchema schema, Optional<Filter> own) {
    this.own = own;
    this.unplanned = schema.unplanned();
    describe(schema.partition(), schema.sort(), Optional.empty());
    schema
        .indexes()
        .forEach(index -> describe(index.partition(), index.sort(), Optional.of(index.name())));
  }

  /**
   * Returns the problem {@code unserved-query}.
   *
   * @param own the filter that excludes the items of other owners; empty if the caller may read
   *     them
   */
  static ProblemException problem(TableSchema schema, Optional<Filter> own) {
    return new UnservedQueryProblem(schema, own).problem();
  }

  private ProblemException problem() {
    String refused =
        own.isPresent()
            ? "The query would read items of other owners, which is not allowed."
            : "The query would read the whole table, which is not allowed.";
    return new ProblemException(
            ProblemType.UNSERVED_QUERY,
            refused
                + " A query must have an eq condition on the partition key of the table or of an"
                + " index"
                + own.map(filter -> ", with " + filter.attribute() + " in the key").orElse("")
                + ": "
                + (texts.isEmpty() ? "no key satisfies this" : String.join("; ", texts))
                + "."
                + (unplanned.isEmpty()
                    ? ""
                    : " No query uses the index "
                        + String.join(" or ", unplanned)
                        + ", because its key has several partition or sort key attributes."))
        .with("queryable", queryable);
  }

  private void describe(
      KeyAttribute partition, Optional<KeyAttribute> sort, Optional<String> index) {
    if (own.isPresent() && !own.get().isOn(partition) && sort.filter(own.get()::isOn).isEmpty()) {
      return;
    }
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("partition", partition.name());
    sort.ifPresent(key -> members.put("sort", key.name()));
    index.ifPresent(name -> members.put("index", name));
    queryable.add(members);
    texts.add(
        partition.name()
            + sort.map(key -> ", with optional conditions on and sorting by " + key.name())
                .orElse("")
            + index.map(name -> " (index " + name + ")").orElse(""));
  }
}

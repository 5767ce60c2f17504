package dev.larder.query;

import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.filter.Filter;
import dev.larder.table.schema.KeyAttribute;
import dev.larder.table.schema.KeyTemplate;
import dev.larder.table.schema.TableSchema;
import dev.larder.text.SimilarNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Refuses a query that no key and no index serves, and lists the queries that they do serve. */
final class UnservedQueryProblem {
  private final Optional<Filter> own;
  private final List<Map<String, Object>> queryable = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();

  /** The attributes in keys that can serve a query. */
  private final Set<String> known = new TreeSet<>();

  private final String question;

  private UnservedQueryProblem(TableSchema schema, Query query) {
    this.own = query.ownerFilter();
    describe(
        variables(schema.partitionKey()),
        schema.sortKey().map(UnservedQueryProblem::variables).orElse(List.of()),
        Optional.empty());
    schema
        .indexes()
        .forEach(
            index ->
                describe(names(index.partition()), names(index.sort()), Optional.of(index.name())));
    this.question = question(query);
  }

  /** Asks whether a condition on an attribute is a misspelt parameter or key attribute. */
  private String question(Query query) {
    known.addAll(Query.RESERVED);
    return query.filters().stream()
        .map(Filter::attribute)
        .filter(attribute -> !known.contains(attribute))
        .flatMap(
            attribute ->
                SimilarNames.near(attribute, known).stream()
                    .map(name -> " Did you mean " + name + " instead of " + attribute + "?"))
        .findFirst()
        .orElse("");
  }

  /**
   * Returns the problem {@code unserved-query}.
   *
   * @param query the query; its owner filter, if any, must be served too
   */
  static ProblemException problem(TableSchema schema, Query query) {
    return new UnservedQueryProblem(schema, query).problem();
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
                + question)
        .with("queryable", queryable);
  }

  private static List<String> variables(KeyTemplate template) {
    return names(template.variables().stream().map(KeyTemplate.Variable::attribute).toList());
  }

  private static List<String> names(List<KeyAttribute> attributes) {
    return attributes.stream().map(KeyAttribute::name).toList();
  }

  private void describe(List<String> partition, List<String> sort, Optional<String> index) {
    String owner = own.map(Filter::attribute).orElse(null);
    if (owner != null && !partition.contains(owner) && !sort.contains(owner)) {
      return;
    }
    if (partition.isEmpty()) {
      return;
    }
    known.addAll(partition);
    known.addAll(sort);
    String partitions = String.join(", ", partition);
    String sorts = String.join(", ", sort);
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("partition", partitions);
    if (!sort.isEmpty()) {
      members.put("sort", sorts);
    }
    index.ifPresent(name -> members.put("index", name));
    queryable.add(members);
    texts.add(
        partitions
            + (sort.isEmpty() ? "" : ", with optional conditions on and sorting by " + sorts)
            + index.map(name -> " (index " + name + ")").orElse(""));
  }
}

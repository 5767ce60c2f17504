package dev.larder.query;

import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.Collection;
import dev.larder.table.filter.Filter;
import dev.larder.table.filter.Operator;
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
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Refuses a query that no key and no index serves, and lists the queries that they do serve. */
final class UnservedQueryProblem {
  private final List<Filter> own;
  private final List<Map<String, Object>> queryable = new ArrayList<>();
  private final List<String> texts = new ArrayList<>();

  /** The attributes in keys that can serve a query. */
  private final Set<String> known = new TreeSet<>();

  private final String question;

  private UnservedQueryProblem(Collection collection, Query query) {
    TableSchema schema = collection.schema();
    this.own = query.rowFilters();
    describe(
        variables(schema.partitionKey()),
        schema.sortKey().map(UnservedQueryProblem::variables).orElse(List.of()),
        Optional.empty());
    collection
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
   * @param query the query; the filters for the caller's items must be served too
   */
  static ProblemException problem(Collection collection, Query query) {
    return new UnservedQueryProblem(collection, query).problem();
  }

  private ProblemException problem() {
    String refused =
        own.isEmpty()
            ? "The query would read the whole table, which is not allowed."
            : "The query would read items of others, which is not allowed.";
    return new ProblemException(
            ProblemType.UNSERVED_QUERY,
            refused
                + " A query must have an eq condition on the partition key of the table or of an"
                + " index"
                + (own.isEmpty() ? "" : ", with " + ownAttributes() + " in the key")
                + ": "
                + (texts.isEmpty() ? "no key satisfies this" : String.join("; ", texts))
                + "."
                + choice()
                + question)
        .with("queryable", queryable);
  }

  private String ownAttributes() {
    return own.stream().map(Filter::attribute).collect(Collectors.joining(" and "));
  }

  /** Asks for one of several values that the caller has. */
  private String choice() {
    return own.stream()
        .filter(filter -> filter.operator() == Operator.IN)
        .map(
            filter ->
                " You have several values of "
                    + filter.attribute()
                    + ": name one of them in the query. They are "
                    + String.join(", ", filter.values().stream().map(AttributeValue::s).toList())
                    + ".")
        .collect(Collectors.joining());
  }

  private static List<String> variables(KeyTemplate template) {
    return names(template.variables().stream().map(KeyTemplate.Variable::attribute).toList());
  }

  private static List<String> names(List<KeyAttribute> attributes) {
    return attributes.stream().map(KeyAttribute::name).toList();
  }

  private void describe(List<String> partition, List<String> sort, Optional<String> index) {
    if (!own.stream()
        .map(Filter::attribute)
        .allMatch(row -> partition.contains(row) || sort.contains(row))) {
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

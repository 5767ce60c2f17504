package dev.larder.query;

import dev.larder.dynamo.Deadline;
import dev.larder.dynamo.IndexRejectedException;
import dev.larder.dynamo.RequestCost;
import dev.larder.dynamo.item.Item;
import dev.larder.http.Caller;
import dev.larder.http.QueryParameters;
import dev.larder.item.ItemHooks;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.table.Collection;
import dev.larder.table.CollectionAccess;
import dev.larder.table.config.LarderConfig;
import dev.larder.table.config.RequestLimits;
import dev.larder.table.schema.TableIndex;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Plans queries, again if the indexes have changed, and reads their pages. */
@Singleton
public class QueryService {
  private static final int DEFAULT_LIMIT = 50;

  /** How old the description of a table must be to be doubted when DynamoDB rejects an index. */
  private static final Duration AGE_IF_REJECTED = Duration.ofSeconds(1);

  /** How old it must be to be doubted when no index serves a query. */
  private static final Duration AGE_IF_REFUSED = Duration.ofSeconds(10);

  private final CollectionAccess access;
  private final PageReader reader;
  private final Counter counter;
  private final ItemHooks hooks;
  private final LarderConfig config;
  private final RequestCost cost;
  private final Deadline deadline;
  private final Caller caller;
  private final RequestLimits limits;

  QueryService(
      CollectionAccess access,
      PageReader reader,
      ItemHooks hooks,
      LarderConfig config,
      RequestCost cost,
      Deadline deadline,
      Caller caller,
      RequestLimits limits) {
    this.access = access;
    this.reader = reader;
    this.counter = new Counter(reader);
    this.hooks = hooks;
    this.config = config;
    this.cost = cost;
    this.deadline = deadline;
    this.caller = caller;
    this.limits = limits;
  }

  /** The parameters of a query, apart from its conditions. */
  static QueryParameters parameters(Function<String[], QueryParameters> of) {
    return of.apply(Query.RESERVED.toArray(String[]::new));
  }

  /**
   * The items of a page, and the cursor of the next one.
   *
   * @param next empty on the last page
   */
  public record Items(List<Item> items, Optional<String> next) {}

  /**
   * Reads a page of items as they are stored, apart from what the reader may not see.
   *
   * @param query as in a URI, percent-encoded
   * @param granted the collection with the rights of the reader
   */
  public Items items(String query, Collection granted) {
    QueryParameters parameters = parameters(known -> QueryParameters.allowingUnnamed(query, known));
    return planned(
        parameters,
        granted,
        planned -> {
          ItemsPage page =
              new ItemsPage(
                  parameters.intValue("limit", 1, limits.pageSize(), defaultLimit(planned.plan())));
          PageReader.End end =
              fill(
                  planned,
                  page,
                  item -> planned.query().fields().of(planned.collection().fields().visible(item)),
                  budget(planned));
          return new Items(page.items(), planned.cursor(end.next(), page.columns()));
        });
  }

  /**
   * Whether a query has conditions.
   *
   * @param query as in a URI, percent-encoded
   * @throws ProblemException {@code invalid-parameter} if it has a parameter of a list
   */
  public static boolean hasConditions(String query) {
    QueryParameters parameters = parameters(known -> QueryParameters.allowingUnnamed(query, known));
    for (String name : Query.RESERVED) {
      if (parameters.string(name).isPresent()) {
        throw new ProblemException(
                ProblemType.INVALID_PARAMETER,
                "The query parameter "
                    + name
                    + " is one of a list, but this request is about all items with these"
                    + " conditions. Remove it. A condition on an attribute of this name has an"
                    + " operator, as in "
                    + name
                    + "[eq]=a.")
            .with("parameter", name);
      }
    }
    return !parameters.unnamed().isEmpty();
  }

  /**
   * Reads the keys of the next items that a query finds, with read units of its own.
   *
   * @param query conditions as in a URI, percent-encoded
   * @param granted the collection with the rights of the reader
   * @param after where the part before ended; empty for the first
   * @param most how many items to read
   * @throws ProblemException as for a list
   */
  public SelectedKeys keys(String query, Collection granted, Optional<String> after, int most) {
    QueryParameters parameters = parameters(known -> QueryParameters.allowingUnnamed(query, known));
    double units = cost.read() + granted.readUnits();
    return planned(
        parameters,
        granted,
        of -> {
          Query keys = of.query().ofKeys(of.collection().schema());
          Plan plan = Planner.plan(of.collection(), keys, limits.batchSize());
          PlannedQuery planned = planned(of.collection(), keys, plan, after);
          KeysPage page = new KeysPage(most);
          PageReader.End end =
              reader.fill(
                  page,
                  planned.collection(),
                  plan,
                  item -> planned.collection().schema().keyOf(item),
                  planned.from(),
                  new PageBudget(units, config.limits().pageTime(), cost, deadline));
          return page.selected(
              keys.filters(),
              plan.index(),
              position -> Cursor.write(planned.scope(), Position.after(position), Optional.empty()),
              planned.cursor(end.next(), page.columns()));
        });
  }

  /**
   * Plans a query and answers it; does so again if its table's indexes turn out to have changed.
   *
   * @throws ProblemException {@code unserved-query}; {@code invalid-parameter}; {@code
   *     invalid-cursor}; and those of {@code answer}
   */
  <T> T planned(QueryParameters parameters, Collection granted, Function<PlannedQuery, T> answer) {
    Collection collection =
        Query.isAboutTheKeyAlone(parameters, granted, limits)
            ? granted
            : access.withIndexes(granted);
    try {
      return answer.apply(plan(parameters, collection));
    } catch (IndexRejectedException e) {
      Collection current = access.withCurrentIndexes(collection, AGE_IF_REJECTED);
      return answerAnew(parameters, answer, collection, current, e.problem());
    } catch (ProblemException e) {
      if (!mayDependOnIndexes(e)) {
        throw e;
      }
      Collection current = access.withCurrentIndexes(collection, AGE_IF_REFUSED);
      return answerAnew(parameters, answer, collection, current, e);
    }
  }

  private static boolean mayDependOnIndexes(ProblemException refusal) {
    return refusal.type() == ProblemType.UNSERVED_QUERY
        || "sort".equals(refusal.members().get("parameter"));
  }

  /**
   * Answers a request with other indexes.
   *
   * @param problem what is wrong with the known indexes, and thrown if they are the current ones
   */
  private <T> T answerAnew(
      QueryParameters parameters,
      Function<PlannedQuery, T> answer,
      Collection known,
      Collection current,
      ProblemException problem) {
    if (known.schema().equals(current.schema())) {
      throw problem;
    }
    try {
      return answer.apply(plan(parameters, current));
    } catch (IndexRejectedException e) {
      throw e.problem();
    }
  }

  private PlannedQuery plan(QueryParameters parameters, Collection collection) {
    Query query = Query.of(parameters, collection, limits);
    Query read = hooks.seeReads(collection.name()) ? query.ofWholeItems() : query;
    Plan plan = Planner.plan(collection, read, limits.batchSize());
    return planned(collection, query, plan, parameters.string("cursor"));
  }

  private PlannedQuery planned(
      Collection collection, Query query, Plan plan, Optional<String> after) {
    String scope = scope(collection, query, plan);
    Optional<Cursor> cursor = after.map(text -> Cursor.read(scope, text));
    PlannedQuery planned = new PlannedQuery(collection, query, plan, scope, cursor);
    Position from = planned.from();
    if (from.key().filter(key -> !collection.schema().isPosition(plan.index(), key)).isPresent()
        || (from.backward() && plan.operation() == Plan.Operation.SCAN)) {
      throw Cursor.invalid();
    }
    return planned;
  }

  /**
   * The most items of a page; 0 for a count alone.
   *
   * @param otherwise the limit of a request without one
   */
  int limit(QueryParameters parameters, int otherwise) {
    return parameters.intValue("limit", 0, limits.pageSize(), otherwise);
  }

  /** Without a limit, the response to a list of keys has the item of each key. */
  int defaultLimit(Plan plan) {
    return plan.operation() == Plan.Operation.BATCH_GET
        ? plan.keys().size()
        : limits.pageSize().cappedAt(DEFAULT_LIMIT).max();
  }

  /**
   * What of an item is in a response: as hooks leave it, what the caller may read of what it asked.
   */
  UnaryOperator<Item> shown(PlannedQuery planned) {
    Collection collection = planned.collection();
    return item -> planned.query().fields().of(hooks.answered(collection, item));
  }

  /**
   * Reads items into a page, and counts those from the page on with what is left of its budget.
   *
   * @param counts whether to count; a page that takes no items is counted in any case
   */
  Page.Members read(PlannedQuery planned, Page page, UnaryOperator<Item> shown, boolean counts) {
    PageBudget budget = budget(planned);
    if (page.remaining() == 0) {
      return counter.alone(planned, budget);
    }
    PageReader.End end = fill(planned, page, shown, budget);
    return new Page.Members(
        counts
            ? Optional.of(counter.from(planned, page.size(), end.next(), budget))
            : Optional.empty(),
        planned.cursor(end.next(), page.columns()),
        planned.cursor(end.prev(), page.columns()),
        end.stop(),
        end.missing());
  }

  private PageBudget budget(PlannedQuery planned) {
    return new PageBudget(
        planned.collection().readUnits(), config.limits().pageTime(), cost, deadline);
  }

  private PageReader.End fill(
      PlannedQuery planned, Page page, UnaryOperator<Item> shown, PageBudget budget) {
    return reader.fill(page, planned.collection(), planned.plan(), shown, planned.from(), budget);
  }

  /**
   * The cursor with which a list of the items of a partition continues. It contains no key of an
   * item that the caller may not know.
   *
   * @param within the collection within the list
   * @param last the stored key of the last item of the partition that was read; empty for none
   * @param included the stored key of the last item of the list that was included; empty for none
   * @param partition a stored key of the partition
   * @return empty if the rest of the partition has no items of the list
   * @throws ProblemException {@code unserved-query} if the key of the table does not serve the list
   */
  Optional<String> cursorAfter(
      Collection within, Optional<Item> last, Optional<Item> included, Item partition) {
    Query query =
        Query.of(parameters(known -> QueryParameters.allowingUnnamed("", known)), within, limits);
    Plan plan = Planner.plan(within, query, limits.batchSize());
    if (plan.index().isPresent()) {
      throw UnservedQueryProblem.problem(within, query);
    }
    if (plan.startAfter(within.schema(), last, partition).isEmpty()) {
      return Optional.empty();
    }
    Position position =
        plan.startAfter(within.schema(), included, partition)
            .map(Position::after)
            .orElse(Position.START);
    return Optional.of(Cursor.write(scope(within, query, plan), position, Optional.empty()));
  }

  /** Returns what a cursor is bound to: it continues only the same query of the same caller. */
  private String scope(Collection collection, Query query, Plan plan) {
    return String.join(
        "\n",
        caller.id(),
        collection.name(),
        collection.table().name(),
        plan.index().map(TableIndex::name).orElse(""),
        query.canonical());
  }
}

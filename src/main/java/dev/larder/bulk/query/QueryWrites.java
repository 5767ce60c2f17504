package dev.larder.bulk.query;

import dev.larder.dynamo.Deadline;
import dev.larder.dynamo.RequestCost;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.event.CurrentJob;
import dev.larder.event.JobStep;
import dev.larder.http.Preferences;
import dev.larder.http.UnsupportedFields;
import dev.larder.item.DeclaredRoutes;
import dev.larder.item.ItemHooks;
import dev.larder.item.ItemUpdate;
import dev.larder.item.ItemUpdates;
import dev.larder.item.ItemWrites;
import dev.larder.item.UpdateReader;
import dev.larder.problem.ProblemException;
import dev.larder.problem.ProblemType;
import dev.larder.query.QueryService;
import dev.larder.table.Collection;
import dev.larder.table.CollectionAccess;
import dev.larder.table.config.LarderConfig;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** Carries out requests that update or delete the items that their query finds. */
@Singleton
public class QueryWrites {
  private static final List<String> PREFERENCES =
      Stream.concat(Preferences.OF_WRITE.stream(), Stream.of(Preferences.RESPOND_ASYNC)).toList();

  private final CollectionAccess access;
  private final DeclaredRoutes routes;
  private final UpdateReader documents;
  private final QueryService queries;
  private final ItemUpdates updates;
  private final ItemWrites writes;
  private final ItemHooks hooks;
  private final CurrentJob job;
  private final RequestCost cost;
  private final Deadline deadline;
  private final Clock clock;
  private final LarderConfig config;

  QueryWrites(
      CollectionAccess access,
      DeclaredRoutes routes,
      UpdateReader documents,
      QueryService queries,
      ItemUpdates updates,
      ItemWrites writes,
      ItemHooks hooks,
      CurrentJob job,
      RequestCost cost,
      Deadline deadline,
      Clock clock,
      LarderConfig config) {
    this.access = access;
    this.routes = routes;
    this.documents = documents;
    this.queries = queries;
    this.updates = updates;
    this.writes = writes;
    this.hooks = hooks;
    this.job = job;
    this.cost = cost;
    this.deadline = deadline;
    this.clock = clock;
    this.config = config;
  }

  /**
   * Updates the items that the query of a request finds.
   *
   * @param name of the collection
   * @param body the update
   * @throws ProblemException {@code bad-request} if the request has no conditions or is not carried
   *     out as a job; those of a list, and of the update of an item
   */
  public Response update(String name, HttpServerRequest http, HttpHeaders headers, byte[] body)
      throws IOException {
    Collection collection = routes.within(access.forReadAndWrite(name), http.path());
    String query = conditions(http, headers, "update");
    ItemUpdate update = documents.read(body, collection);
    if (update.upserts()) {
      throw new ProblemException(
              ProblemType.INVALID_PATCH,
              "An update of the items that a query finds creates none. Remove upsert.")
          .with("pointer", "/upsert");
    }
    QueryWriteKind kind = QueryWriteKind.update(update, updates, hooks);
    return stepOf(collection, query, headers, kind);
  }

  /**
   * Deletes the items that the query of a request finds.
   *
   * @param name of the collection
   * @throws ProblemException as {@link #update}
   */
  public Response delete(String name, HttpServerRequest http, HttpHeaders headers) {
    Collection collection = routes.within(access.forReadAndWrite(name), http.path());
    String query = conditions(http, headers, "delete");
    return stepOf(collection, query, headers, QueryWriteKind.delete(writes));
  }

  private static String conditions(HttpServerRequest http, HttpHeaders headers, String doing) {
    UnsupportedFields.refuseConditions(
        headers,
        "It would apply to no particular item. The conditions in the query say which items are"
            + " written.");
    UnsupportedFields.refuseContentRange(headers);
    String query = http.query() == null ? "" : http.query();
    if (!QueryService.hasConditions(query)) {
      throw new ProblemException(
          ProblemType.BAD_REQUEST,
          "The request has no conditions, so it would "
              + doing
              + " all items. Say in the query which items are meant, as in ?status=open. If all are"
              + " meant, and the collection permits scans, require the key, as in"
              + " ?id[exists]=true.");
    }
    return query;
  }

  private Response stepOf(
      Collection collection, String query, HttpHeaders headers, QueryWriteKind kind) {
    boolean async = Preferences.of(headers, PREFERENCES).async();
    JobStep step = job.step().orElseThrow(() -> notAsynchronous(async));
    QueryWriteStep writing =
        new QueryWriteStep(
            step,
            collection,
            kind,
            (after, most) -> queries.keys(query, collection, after, most),
            hooks.seeWrites(collection.name()),
            cost,
            deadline,
            clock);
    boolean done = writing.run();
    return Response.status(done ? Response.Status.OK : Response.Status.ACCEPTED)
        .type(ItemFormat.JSON)
        .entity(writing.json())
        .build();
  }

  private ProblemException notAsynchronous(boolean preferred) {
    if (!preferred) {
      return new ProblemException(
          ProblemType.BAD_REQUEST,
          "A write of all items that a query finds is a job, since it may take longer than a"
              + " request. Send it with Prefer: respond-async.");
    }
    return config.systemTable().isPresent()
        ? new ProblemException(
                ProblemType.UNAVAILABLE,
                "The request could not be queued as a job, so nothing was written. Try again.")
            .retryAfterSeconds(1)
        : new ProblemException(
            ProblemType.IDEMPOTENCY_UNAVAILABLE,
            "A write of all items that a query finds is a job, and jobs need a system table, but"
                + " larder.system-table is not set. Nothing was written.");
  }
}

package dev.larder.transaction;

import dev.larder.dynamo.Transactions;
import dev.larder.dynamo.Write;
import dev.larder.dynamo.item.ItemFormat;
import dev.larder.http.Caller;
import dev.larder.http.EntityTag;
import dev.larder.http.IdempotentRequest;
import dev.larder.http.MayRespondAsync;
import dev.larder.http.Preferences;
import dev.larder.http.QueryParameters;
import dev.larder.http.RequiresCaller;
import dev.larder.http.StoredResponse;
import dev.larder.http.UnsupportedFields;
import dev.larder.item.ItemFormats;
import dev.larder.problem.Limit;
import dev.larder.table.config.RequestLimits;
import dev.larder.table.schema.ItemVersion;
import dev.larder.text.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code POST /_transactions}: writes and checks of items in any collections, all or nothing. */
@Path(TransactionResource.PATH)
@Produces({ItemFormat.JSON, ItemFormat.DYNAMODB_JSON})
@Consumes({ItemFormat.JSON, ItemFormat.DYNAMODB_JSON})
public class TransactionResource {
  static final String PATH = "/_transactions";

  private final TransactionService transactions;
  private final Caller caller;
  private final RequestLimits limits;

  TransactionResource(TransactionService transactions, Caller caller, RequestLimits limits) {
    this.transactions = transactions;
    this.caller = caller;
    this.limits = limits;
  }

  @POST
  @RequiresCaller
  @MayRespondAsync
  public Response commit(
      @Context UriInfo uri, @Context HttpHeaders headers, @Context Request request, byte[] body)
      throws IOException {
    QueryParameters.of(uri);
    ItemFormat answered = ItemFormats.negotiate(request);
    UnsupportedFields.refuseConditions(
        headers,
        "It would apply to no particular operation. Give the operation itself ifMatch,"
            + " ifNoneMatch or if.");
    UnsupportedFields.refuseContentRange(headers);
    Preferences preferences = Preferences.of(headers, Preferences.OF_WRITE);
    byte[] sent = body == null ? new byte[0] : body;
    Optional<IdempotentRequest> repeatable =
        IdempotentRequest.of(
            headers, caller, "POST", PATH, () -> IdempotentRequest.fingerprint(sent));
    // The record of the Idempotency-Key is one of the writes that DynamoDB allows.
    Limit most =
        limits.batchSize().cappedAt(Transactions.MAX_WRITES - (repeatable.isPresent() ? 1 : 0));
    List<TransactionOperation> operations =
        TransactionReader.read(
            sent, ItemFormat.of(String.valueOf(headers.getMediaType())), most, limits.depth());
    return transactions
        .commit(operations, repeatable, steps -> answer(steps, preferences, answered))
        .toResponse();
  }

  /** The results are the same JSON in both formats, because they contain no items. */
  private static StoredResponse answer(
      List<PlannedWrite> steps, Preferences preferences, ItemFormat form) {
    Map<String, String> fields = new HashMap<>();
    if (!preferences.applied().isEmpty()) {
      fields.put("Preference-Applied", String.join(", ", preferences.applied()));
    }
    if (preferences.minimal()) {
      return new StoredResponse(204, fields, null);
    }
    fields.put(HttpHeaders.CONTENT_TYPE, form.mediaType());
    return new StoredResponse(200, fields, results(steps));
  }

  private static byte[] results(List<PlannedWrite> steps) {
    return JsonObject.of(
        json -> {
          json.writeArrayFieldStart("results");
          for (PlannedWrite step : steps) {
            json.writeStartObject();
            Optional<String> version = step.write().version();
            if (version.isPresent()) {
              Write write = step.write();
              json.writeStringField(
                  "location", step.collection().pathOf(write.item().orElse(write.key())));
              json.writeStringField("etag", EntityTag.strong(version.get()).toString());
              json.writeStringField(ItemVersion.ATTRIBUTE, version.get());
            }
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }
}

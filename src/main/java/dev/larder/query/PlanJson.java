package dev.larder.query;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.larder.table.Collection;
import dev.larder.table.filter.Filter;
import dev.larder.table.schema.TableIndex;
import dev.larder.text.FieldPaths;
import dev.larder.text.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Writes a plan as JSON for callers. */
final class PlanJson {
  private PlanJson() {}

  /** Returns the plan as a JSON object in UTF-8. */
  static byte[] write(Plan plan, Collection collection, int limit) {
    return JsonObject.of(
        json -> {
          json.writeStringField("operation", plan.operation().text());
          json.writeStringField("collection", collection.name());
          target(json, plan.index().map(TableIndex::name));
          filters(json, "key", plan.keyFilters());
          if (!collection.schema().templates().isEmpty() && !plan.stored().isEmpty()) {
            filters(json, "stored", plan.stored());
          }
          filters(json, "filter", plan.filters());
          filters(json, "check", plan.fetched().isPresent() ? plan.fetchedChecks() : plan.checks());
          json.writeBooleanField("descending", plan.descending());
          json.writeBooleanField("consistent", plan.consistent());
          if (plan.operation() == Plan.Operation.BATCH_GET) {
            json.writeNumberField("keys", plan.keys().size());
          }
          json.writeNumberField("limit", limit);
          json.writeBooleanField("fetches", plan.fetched().isPresent());
          if (plan.sparseBy().isPresent()) {
            json.writeStringField("onlyWith", plan.sparseBy().get());
          }
          json.writeArrayFieldStart("considered");
          for (Plan.Considered considered : plan.alternatives()) {
            json.writeStartObject();
            target(json, considered.index());
            json.writeStringField("why", considered.why());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  private static void target(JsonGenerator json, Optional<String> index) throws IOException {
    if (index.isPresent()) {
      json.writeStringField("index", index.get());
    } else {
      json.writeNullField("index");
    }
  }

  private static void filters(JsonGenerator json, String name, List<Filter> filters)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (Filter filter : filters) {
      json.writeStartObject();
      json.writeStringField("attribute", FieldPaths.text(filter.path()));
      json.writeStringField("operator", filter.operator().text());
      json.writeArrayFieldStart("values");
      for (String value : filter.texts()) {
        json.writeString(value);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}

package dev.larder.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import dev.larder.table.model.ModelJson;
import dev.larder.table.model.ModelReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published JSON Schema of models, compared with what is refused. */
class PublishedSchemaTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Schema schema = read();

  private static Schema read() {
    try {
      return SchemaRegistry.withDialect(Dialects.getDraft202012())
          .getSchema(MAPPER.readTree(Path.of("src/docs/reference/model.schema.json").toFile()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Optional<String> json(String yaml) {
    try {
      return Optional.of(ModelJson.write(ModelYaml.parse(yaml, "larder.yaml")));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The members that the schema complains of, as in {@code tables.shop.key}. */
  private Set<String> complaints(String json) throws IOException {
    JsonNode model = MAPPER.readTree(json);
    List<Error> errors = schema.validate(model);
    return errors.stream()
        .map(error -> error.getInstanceLocation().toString())
        .map(pointer -> pointer.replaceFirst("^/", "").replace('/', '.'))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The members with mistakes that they have by themselves. */
  private static List<String> mistakes(String json) {
    try {
      ModelReader.read(json, "model");
      return List.of();
    } catch (IllegalArgumentException e) {
      return e.getMessage()
          .lines()
          .filter(line -> !line.contains(" is there twice"))
          .map(line -> line.split(" ")[1])
          .map(member -> member.equals("a") || member.equals("the") ? "" : member)
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.larder.build.LarderYamlTest#mistakes")
  void itRefusesEachMistakeOfStructure(LarderYamlTest.Case broken) throws IOException {
    Optional<String> json = json(broken.yaml());
    if (json.isEmpty()) {
      return;
    }
    Set<String> complaints = complaints(json.get());
    for (String member : mistakes(json.get())) {
      String part = member.replaceFirst("\\.?[^.]*$", "");
      assertTrue(
          complaints.contains(member) || complaints.contains(part),
          () -> "no complaint of " + member + " in " + complaints);
    }
  }

  @Test
  void itTakesAModelWithEveryMember() throws IOException {
    String json =
        json("""
                $schema: model.schema.json
                tables:
                  shop:
                    key: {PK: S, SK: S}
                    indexes:
                      GSI1: {key: {GSI1PK: S, GSI1SK: S}}
                      byKind:
                        partition: {tenant: S, kind: S}
                        sort: {day: S, number: N}
                        projection: [title]
                      byDay: {key: {PK: S, day: S}, local: true, projection: KEYS_ONLY}
                    ttl: expires
                    stream: true
                  stock:
                    name: arn:aws:dynamodb:eu-west-1:111122223333:table/stock
                    key: {id: B}
                collections:
                  customers:
                    table: shop
                    path: /customers/{customerId}
                    keys: {PK: "CUSTOMER#{customerId}", SK: PROFILE}
                  orders:
                    table: shop
                    path: /customers/{customerId}/orders/{orderId}
                    keys: {PK: "CUSTOMER#{customerId}", SK: "ORDER#{orderId}", GSI1SK: "{line:06}"}
                    type: {entity: Order}
                    schema: {type: object}
                    generate: {orderId: uuidv7}
                    store: false
                    parent: customers
                    scan: true
                    read-units: 6.4
                    access: {read: public, write: [a, b], admin: [boss], owner: customerId}
                  stock: {table: stock, schema: order.schema.json}
                """)
            .orElseThrow();
    ModelReader.read(json, "model");
    assertEquals(Set.of(), complaints(json));
  }
}

package dev.larder.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.larder.table.model.DeclaredModel;
import dev.larder.table.model.ModelReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LarderYamlTest {
  private static final Path MISTAKES = Path.of("src/test/resources/models/mistakes.txt");

  private static final Map<String, String> SCHEMAS =
      Map.of(
          "order.schema.json", "{\"type\": \"object\", \"maxProperties\": 1e2}",
          "broken.schema.json", "{\"type\": \"object\",\n}",
          "list.schema.json", "[1]");

  record Case(String name, String yaml, String lines) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> mistakes() throws IOException {
    return Arrays.stream(Files.readString(MISTAKES).split("(?m)^=== "))
        .skip(1)
        .map(
            text -> {
              int name = text.indexOf('\n');
              int yaml = text.indexOf("--- refused\n");
              return new Case(
                  text.substring(0, name),
                  text.substring(name + 1, yaml),
                  text.substring(yaml + "--- refused\n".length()).strip());
            });
  }

  private static Optional<String> compile(String yaml) {
    return LarderYaml.compile(
        name -> Optional.ofNullable(name.equals(LarderYaml.FILE) ? yaml : SCHEMAS.get(name)));
  }

  private static DeclaredModel read(String yaml) {
    return ModelReader.read(compile(yaml).orElseThrow(), "compiled");
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void everyMistakeIsALineWithItsPlace(Case broken) {
    assertEquals(
        broken.lines(),
        assertThrows(IllegalArgumentException.class, () -> compile(broken.yaml())).getMessage());
  }

  @Test
  void withoutTheFileThereIsNoModel() {
    assertEquals(Optional.empty(), LarderYaml.compile(name -> Optional.empty()));
  }

  @Test
  void theModelIsWrittenAsJsonWithItsSchemas() {
    assertEquals(
        "{\"tables\":{\"shop\":{\"key\":{\"PK\":\"S\"},\"ttl\":\"on\",\"stream\":true}},"
            + "\"collections\":{\"orders\":{\"table\":\"shop\","
            + "\"schema\":{\"type\":\"object\",\"maxProperties\":1E+2},"
            + "\"type\":{\"entity\":\"no\",\"code\":\"0x1\",\"number\":\"12\"},\"read-units\":6.5}}}",
        compile(
                """
                # All that is for readers alone is left out
                tables:
                  shop: {key: {PK: S}, ttl: on, stream: true}
                collections:
                  orders:
                    table: shop
                    schema: order.schema.json
                    type: {entity: no, code: 0x1, number: "12"}
                    read-units: 6.5
                """)
            .orElseThrow());
  }

  @Test
  void aliasesAndMergesAreWrittenOut() {
    DeclaredModel written =
        read(
            """
            tables:
              shop: {key: {PK: S, SK: S}}
            collections:
              orders: {table: shop, keys: {PK: "O#{id}"}, scan: true, access: {read: [a], owner: o}}
              lines: {table: shop, keys: {PK: "L#{id}"}, scan: true, access: {read: [b], owner: o}}
            """);
    DeclaredModel merged =
        read(
            """
            tables:
              shop: {key: {PK: S, SK: S}}
            collections:
              orders: &orders
                table: shop
                keys: {PK: "O#{id}"}
                scan: true
                access: &access {read: [a], owner: o}
              lines:
                <<: *orders
                keys: {PK: "L#{id}"}
                access: {<<: [*access], read: [b]}
            """);
    assertEquals(written, merged);
  }

  @Test
  void anEmptyFileIsAModelOfNothing() {
    assertEquals(Optional.of("{}"), compile("# nothing yet\n"));
  }
}

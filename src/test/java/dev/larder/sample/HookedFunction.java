package dev.larder.sample;

import dev.larder.PeopleModel;
import dev.larder.dev.LocalTables;
import dev.larder.table.schema.TableSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The function of the sample shop, for the tests of Larder's own function: with {@code
 * -Dlarder.hooked=true} they run it instead. Its hook on the status of orders sees every write of
 * the collections of these tests, reads the item before, and adds an entry to the outbox. What the
 * shop itself calls {@code orders} is {@code purchases} here, since the tests have other orders.
 */
public final class HookedFunction {
  /** Whether it is what the tests run. */
  public static final boolean CHOSEN = Boolean.getBoolean("larder.hooked");

  private static final String SOURCES = "src/main/java/com/example/shop/";

  private static Path task;

  private HookedFunction() {}

  /** Builds it once, and returns the unpacked zip. */
  public static synchronized Path task() {
    if (task == null) {
      try {
        SampleProject shop = SampleProject.copy("shop", "shop-hooked");
        shop.replace("src/main/resources/larder.yaml", "  orders:", "  purchases:");
        for (String member : List.of("tables", "collections")) {
          shop.replace(
              "src/main/resources/larder.yaml",
              member + ":",
              member + ":\n" + PeopleModel.yaml(member));
        }
        for (String source : List.of("OrderTotal", "OrderEvents", "CancelOrder", "UnpaidOrders")) {
          shop.replace(SOURCES + source + ".java", "\"orders\"", "\"purchases\"");
        }
        String hook = SOURCES + "OrderEvents.java";
        shop.replace(
            hook,
            "Set.of(\"purchases\")",
            "Set.of(\"blobs\", \"films\", \"files\", \"items\", \"notes\", \"pages\","
                + " \"people\", \"products\", \"readings\", \"sessions\")");
        shop.replace(hook, "if (!after.equals(before))", "if (before != null)");
        shop.run("package", "-Dmaven.test.skip=true");
        task = shop.folder().resolve("target/function");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    return task;
  }

  /** Whether a type of problem is the shop's own, which Larder's catalogue does not have. */
  public static boolean isOwnProblem(String type) {
    return CHOSEN && type.startsWith("https://shop.example.com/problems/");
  }

  /** Creates its tables. */
  public static void createTables(DynamoDbClient client) {
    PeopleModel.createTable(client);
    LocalTables.create(client, "shop", TableSchema.parse("PK:S,SK:S"));
  }
}

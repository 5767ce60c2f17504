package dev.larder.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.larder.build.ModelTemplates;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The calls of DynamoDB that the tests of the application have made, and what is allowed. */
class LeastPrivilegeIT {
  private static final boolean ALL_TESTS = System.getProperty("test") == null;

  @Test
  void nothingThatIsCalledIsForbidden() throws IOException {
    Set<String> forbidden = called();
    forbidden.removeAll(allowed());
    assertEquals(Set.of(), forbidden);
  }

  @Test
  void nothingIsAllowedThatIsNotCalled() throws IOException {
    assumeTrue(ALL_TESTS, "Only all tests together call everything; -Dtest chose some of them");
    Set<String> uncalled = allowed();
    uncalled.removeAll(called());
    assertEquals(Set.of(), uncalled);
  }

  /** The calls of every table but the system table are compared with what the one table allows. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "${ShopTable.Arn}",
        "${StockOfDayTable.Arn}",
        "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/Films-1A2B",
        "arn:aws:dynamodb:eu-central-1:123456789012:table/orders"
      })
  void eachTableOfAModelAllowsWhatTheOneTableAllows(String table) {
    Set<String> ofTable = new TreeSet<>();
    for (String permission : ModelTemplates.ofShop().deploy(Map.of()).permissions()) {
      if (permission.contains(' ' + table)) {
        ofTable.add(
            permission.replace(table, "${ItemsTable.Arn}").replaceFirst("/index/.*", "/index/*"));
      }
    }
    Set<String> ofTheOneTable = allowed();
    ofTheOneTable.removeIf(permission -> !permission.contains("${ItemsTable.Arn}"));
    assertEquals(ofTheOneTable, ofTable);
  }

  private static Set<String> called() throws IOException {
    boolean recorded = Files.exists(CallRecorder.FILE);
    assumeTrue(recorded || ALL_TESTS, "No calls were recorded: -Dtest chose tests without any");
    assertTrue(recorded, "No calls were recorded: the tests of the application come before this");
    return new TreeSet<>(Files.readAllLines(CallRecorder.FILE));
  }

  private static Set<String> allowed() {
    Set<String> allowed = new TreeSet<>(Template.built("jvm").deploy(Map.of()).permissions());
    allowed.removeIf(permission -> !permission.startsWith("dynamodb:"));
    return allowed;
  }
}

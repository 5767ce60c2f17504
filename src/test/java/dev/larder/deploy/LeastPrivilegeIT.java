package dev.larder.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

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

package dev.larder.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.larder.documentation.Shell.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of the documentation, and compares what they print with what the pages say.
 * {@code -Dlarder.page=tutorials} chooses the pages whose path contains that.
 */
class DocumentationIT {
  private static final String CHOSEN = System.getProperty("larder.page", "");

  /** The address that the pages have, whatever the port of the test. */
  private static final String ADDRESS = "localhost:8080";

  private static final Pattern START =
      Pattern.compile("(?<variables>(?:[A-Z_]+=(?:'[^']*'|\\S*)[\\s\\\\]+)*)\\./mvnw quarkus:dev");

  private static final Pattern VARIABLE = Pattern.compile("([A-Z_]+)=(?:'([^']*)'|(\\S*))");

  private static final Map<Map<String, String>, Service> SERVICES = new HashMap<>();

  private static int run;
  private static int left;
  private static int checked;

  @TempDir private static Path directory;

  @BeforeAll
  static void thereAreAShellAndCurl() throws IOException, InterruptedException {
    for (String program : List.of("bash", "curl")) {
      try {
        assertEquals(0, new ProcessBuilder(program, "--version").start().waitFor());
      } catch (IOException e) {
        assumeTrue(false, "The commands of the documentation are not run, without " + program);
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> everyCommandPrintsWhatThePageSays() {
    return Page.all().stream()
        .filter(page -> page.path().toString().contains(CHOSEN))
        .map(page -> DynamicTest.dynamicTest(page.path().toString(), () -> run(page)));
  }

  private static void run(Page page) throws IOException, InterruptedException {
    List<String> differences = new ArrayList<>();
    Path folder = Files.createTempDirectory(directory, "page");
    Service service = null;
    Shell shell = null;
    try {
      for (Block block : page.blocks()) {
        if (block.isElsewhere()) {
          check(block, differences);
        } else if (block.file().isPresent()) {
          Files.writeString(folder.resolve(block.file().get()), block.text());
        } else if (block.isConsole()) {
          if (service == null || block.isStart()) {
            service = service(block);
            service.reset();
          }
          if (!block.isStart()) {
            shell = shell == null ? Shell.start(folder, Map.of()) : shell;
            run(block, shell, service, differences);
          }
        }
      }
    } finally {
      if (shell != null) {
        shell.close();
      }
    }
    if (!differences.isEmpty()) {
      fail("\n" + String.join("\n", differences));
    }
  }

  private static void run(Block block, Shell shell, Service service, List<String> differences) {
    String address = "localhost:" + service.port();
    for (Command command : Command.of(block)) {
      if (command.needsOtherProgram()) {
        left++;
        continue;
      }
      run++;
      Result result = shell.run(command.text().replace(ADDRESS, address));
      String output = result.output().replace(address, ADDRESS);
      List<String> found = new ArrayList<>(new Printed(command.printed()).differences(output));
      if (result.status() != 0) {
        found.add("The command ended with status " + result.status());
      }
      if (!found.isEmpty()) {
        differences.add(
            "%s:%d: %s%n%s%n--- expected%n%s%n--- actual%n%s"
                .formatted(
                    block.page(),
                    command.line(),
                    String.join("; ", found),
                    command.text(),
                    String.join("\n", command.printed()),
                    output));
      }
    }
  }

  private static Service service(Block block) {
    Map<String, String> variables = block.isStart() ? variables(block) : Map.of();
    return SERVICES.computeIfAbsent(
        variables, of -> Service.start("documentation-" + SERVICES.size(), of));
  }

  private static Map<String, String> variables(Block block) {
    List<Command> commands = Command.of(block);
    Matcher start = START.matcher(commands.get(0).text());
    assertTrue(
        start.matches() && commands.size() == 1 && commands.get(0).printed().isEmpty(),
        block.place() + " must have one command that starts dev mode");
    Map<String, String> variables = new HashMap<>();
    for (Matcher variable = VARIABLE.matcher(start.group("variables")); variable.find(); ) {
      variables.put(
          variable.group(1), variable.group(2) == null ? variable.group(3) : variable.group(2));
    }
    return variables;
  }

  private static void check(Block block, List<String> differences)
      throws IOException, InterruptedException {
    checked++;
    Process bash = new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
    try (var input = bash.outputWriter()) {
      input.write(block.text());
    }
    String errors = new String(bash.getInputStream().readAllBytes());
    if (bash.waitFor() != 0) {
      differences.add(block.place() + ": " + errors);
    }
  }

  @AfterAll
  static void end() {
    SERVICES.values().forEach(Service::close);
    SERVICES.clear();
    System.out.printf(
        "Documentation: %d commands ran; %d that need other programs are left to"
            + " .ci/documentation; %d blocks for elsewhere were checked by bash -n%n",
        run, left, checked);
  }
}

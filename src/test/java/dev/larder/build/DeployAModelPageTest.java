package dev.larder.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.larder.deploy.Deployment;
import dev.larder.deploy.Template;
import dev.larder.table.model.DeclaredModel;
import dev.larder.table.model.ModelReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page about the deployment of a model shows, compared with what the build makes. */
class DeployAModelPageTest {
  private static final Pattern BLOCK = Pattern.compile("(?s)```(?:yaml|text)\n(.*?)```");
  private static final Pattern PARAMETER = Pattern.compile("`(\\w+)`");

  @TempDir Path folder;
  private String page;
  private List<String> blocks;

  @BeforeEach
  void read() throws IOException {
    page = Files.readString(Path.of("src/docs/how-to/deploy-a-model.md"));
    blocks = BLOCK.matcher(page).results().map(block -> block.group(1)).toList();
  }

  private static DeclaredModel model(String yaml) {
    String json = LarderYaml.compile(file -> Optional.of(yaml)).orElseThrow();
    return ModelReader.read(json, "larder.yaml");
  }

  private static Template template(DeclaredModel model) {
    return Template.parse(ModelTemplates.text(model, "jvm"));
  }

  @Test
  void theTemplateHasWhatThePageSays() {
    Template template = template(model(blocks.get(0)));
    Deployment deployment = template.deploy(Map.of());
    assertTrue(deployment.resources().containsKey("ShopTable"));
    assertTrue(deployment.environment().has("LARDER_TABLES_SHOP_NAME"));
    assertTrue(deployment.outputs().containsKey("ShopTableName"));
    assertTrue(template.parameters().contains("HandleChanges"));
    String sentence =
        page.replaceFirst("(?s).*except these: ", "").replaceFirst("(?s) are about.*", "");
    Set<String> without =
        PARAMETER
            .matcher(sentence)
            .results()
            .map(each -> each.group(1))
            .collect(Collectors.toSet());
    assertEquals(9, without.size());
    without.retainAll(template.parameters());
    assertEquals(Set.of(), without);
    String streaming =
        blocks.get(0).replace("    name: Films", "    stream: true\n    name: Films");
    assertTrue(template(model(streaming)).parameters().contains("FilmsStreamArn"));
  }

  @Test
  void theTableOfAStackWithoutAModelStaysItsOwn() {
    Deployment deployment = template(model(blocks.get(1))).deploy(Map.of());
    Deployment before =
        ModelTemplates.withoutModel()
            .deploy(Map.of("OwnerAttribute", "customer", "TtlAttribute", "expires"));
    assertEquals(before.properties("ItemsTable"), deployment.properties("ItemsTable"));
  }

  @Test
  void theBuildRefusesAsThePageShows() throws IOException {
    Path file = folder.resolve("deploy/model.lock.json");
    ModelLock lock = new ModelLock(file);
    lock.renew(model(blocks.get(0)).model(), Set.of());
    String renamed =
        Pattern.compile("\\b[PS]K\\b")
            .matcher(blocks.get(0))
            .replaceAll((MatchResult name) -> name.group().toLowerCase(java.util.Locale.ROOT));
    String refusal =
        assertThrows(
                IllegalStateException.class, () -> lock.renew(model(renamed).model(), Set.of()))
            .getMessage();
    assertEquals(
        blocks.get(2).strip(),
        refusal.replace(folder + "/", "").replace(System.lineSeparator(), "\n"));
  }
}
